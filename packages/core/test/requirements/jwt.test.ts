import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { jwtReader } from '@latchkey/token-jwt'
import { expect, test } from 'vitest'
import { codeOf, createWorld } from '../support/world.js'

const dayMs = 86_400_000

/** A JSON Web Token signed with Ed25519. */
function signedToken(privateKey: KeyObject, userID: string, now: number): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const issued = Math.floor(now / 1_000)
  const body = `${encode({ alg: 'EdDSA', kid: 'k1' })}.${encode({ sub: userID, iat: issued, exp: issued + 3_600 })}`
  return `${body}.${sign(null, Buffer.from(body), privateKey).toString('base64url')}`
}

test('OL-07 a JSON Web Token that was never used here passes offline by the public key kept from the last connection, and a forged one does not', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { kty = '', crv = '', x = '' } = publicKey.export({ format: 'jwk' })
  const { network, platform, device } = await createWorld({
    publicKeys: [{ kty, crv, x, kid: 'k1' }],
    authenticate: async () => ({ tokenExpiresAt: platform.clock.now() + dayMs }),
  })
  const { launch } = device()
  const now = platform.clock.now()
  const online = launch({ tokenReader: jwtReader() })
  await online.login('ada', { token: signedToken(privateKey, 'ada', now) })
  await online.destroy()

  network.setConnectivity('refused')
  const forged = signedToken(generateKeyPairSync('ed25519').privateKey, 'ada', now + 60_000)
  const chat = launch({ tokenReader: jwtReader() })
  expect(await codeOf(chat.login('ada', { token: forged, isOfflineLogin: true }))).toBe('token-not-verifiable')
  await chat.login('ada', { token: signedToken(privateKey, 'ada', now + 60_000), isOfflineLogin: true })
  expect(chat.userID).toBe('ada')
  await chat.destroy()
})
