import type { PublicKey } from '@latchkey/core/driver'
import fc from 'fast-check'
import { CompactSign, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { jwtReader } from '../src/jwt-reader.js'

const reader = jwtReader()

interface KeyPair {
  readonly privateKey: CryptoKey
  readonly publicKey: PublicKey
}

async function keyPair(algorithm: 'EdDSA' | 'ES256' | 'ES384', kid?: string): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm)
  const { kty, crv, x, y } = (await exportJWK(publicKey)) as JWK & { kty: string }
  return { privateKey, publicKey: { kty, crv, x, y, ...(kid !== undefined && { kid }) } }
}

function sign(key: CryptoKey | Uint8Array, alg: string, header: { kid?: string } = {}): Promise<string> {
  return new SignJWT({ sub: 'ada', iat: 1_764_000_000, exp: 1_764_600_000 })
    .setProtectedHeader({ alg, ...header })
    .sign(key)
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const unsigned = (claims: unknown, header: unknown = { alg: 'HS256' }) => `${part(header)}.${part(claims)}.c2ln`

describe('reading a token', () => {
  it('OL-07 tells the user, the issue and the expiry in milliseconds', () => {
    expect(reader.read(unsigned({ sub: 'ada', iat: 1_764_000_000, exp: 1_764_600_000, aud: 'acme' }))).toEqual({
      userID: 'ada',
      issuedAt: 1_764_000_000_000,
      expiresAt: 1_764_600_000_000,
    })
  })

  it('leaves the issue out when the token does not say', () => {
    expect(reader.read(unsigned({ sub: 'ada', exp: 1 }))).toEqual({ userID: 'ada', expiresAt: 1_000 })
  })

  it('OL-07 tells until when the token may be used offline', () => {
    const claims = { sub: 'ada', iat: 1_764_000_000, exp: 1_764_003_600 }
    expect(reader.read(unsigned({ ...claims, offlineUntil: 1_766_000_000 }))).toEqual({
      userID: 'ada',
      issuedAt: 1_764_000_000_000,
      expiresAt: 1_764_003_600_000,
      offlineUntil: 1_766_000_000_000,
    })
  })

  it.each([
    ['as text', '1766000000'],
    ['beyond all numbers', 1e300],
    ['as nothing', null],
  ])('OL-07 takes an offline end %s as not given', (_name, offlineUntil) => {
    expect(reader.read(unsigned({ sub: 'ada', exp: 1, offlineUntil }))).toEqual({ userID: 'ada', expiresAt: 1_000 })
  })

  it('rounds fractions of a second down to milliseconds', () => {
    expect(reader.read(unsigned({ sub: 'ada', exp: 1.2345 }))?.expiresAt).toBe(1_234)
  })

  it.each([
    ['no user', { exp: 1 }],
    ['an empty user', { sub: '', exp: 1 }],
    ['a user that is no text', { sub: 7, exp: 1 }],
    ['no expiry', { sub: 'ada' }],
    ['an expiry as text', { sub: 'ada', exp: '1764600000' }],
    ['an expiry beyond all numbers', { sub: 'ada', exp: 1e300 }],
    ['an issue as text', { sub: 'ada', exp: 1, iat: 'yesterday' }],
    ['claims that are a list', ['ada']],
  ])('with %s gives undefined', (_name, claims) => {
    expect(reader.read(unsigned(claims))).toBeUndefined()
  })

  it.each([
    ['padding', (token: string) => `${token}==`],
    ['white space', (token: string) => token.replace('.', '. ')],
    ['base64 that is not for URLs', (token: string) => token.replace(/.$/, '+')],
    ['two parts', (token: string) => token.slice(0, token.lastIndexOf('.'))],
    ['four parts', (token: string) => `${token}.c2ln`],
  ])('RFC 7515 with %s gives undefined', (_name, change) => {
    expect(reader.read(change(unsigned({ sub: 'ada', exp: 1 })))).toBeUndefined()
  })

  it('RFC 7515 with a header that is no object gives undefined', () => {
    expect(reader.read(unsigned({ sub: 'ada', exp: 1 }, ['HS256']))).toBeUndefined()
  })

  it('that is not UTF-8 gives undefined', () => {
    const claims = Buffer.from('{"sub":"\xff","exp":1}', 'latin1').toString('base64url')
    expect(reader.read(`${part({ alg: 'HS256' })}.${claims}.c2ln`)).toBeUndefined()
  })

  it('that is too long gives undefined', () => {
    const token = unsigned({ sub: 'ada', exp: 1, filler: 'a'.repeat(8_192) })
    expect(reader.read(token)).toBeUndefined()
  })

  it('never throws and never rejects, whatever the text', async () => {
    const texts = fc.oneof(
      fc.string(),
      fc.tuple(fc.json(), fc.json()).map(([header, claims]) => `${btoaSafe(header)}.${btoaSafe(claims)}.c2ln`),
    )
    const { publicKey } = await keyPair('EdDSA')
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        reader.read(text)
        expect(await reader.verify(text, [publicKey])).toBe(false)
      }),
    )
  })
})

describe('verifying a token', () => {
  let ed25519: KeyPair
  let p256: KeyPair

  beforeAll(async () => {
    ed25519 = await keyPair('EdDSA', 'key-1')
    p256 = await keyPair('ES256', 'key-2')
  })

  it.each(['EdDSA', 'Ed25519'])('OL-07 holds for %s with the right key among others', async (algorithm) => {
    const token = await sign(ed25519.privateKey, algorithm, { kid: 'key-1' })
    expect(await reader.verify(token, [p256.publicKey, ed25519.publicKey])).toBe(true)
  })

  it('OL-07 holds for ES256', async () => {
    const token = await sign(p256.privateKey, 'ES256', { kid: 'key-2' })
    expect(await reader.verify(token, [ed25519.publicKey, p256.publicKey])).toBe(true)
  })

  it('OL-07 fails for ES256 with a signature that is cut or longer', async () => {
    const token = await sign(p256.privateKey, 'ES256')
    expect(await reader.verify(token.slice(0, -4), [p256.publicKey])).toBe(false)
    expect(await reader.verify(`${token}AAAA`, [p256.publicKey])).toBe(false)
  })

  it('OL-07 holds only for this issuer and audience, where they are given', async () => {
    const strict = jwtReader({ issuer: 'acme', audience: 'chat' })
    const holds = async (claims: object) => {
      const payload = { sub: 'ada', exp: 1_764_600_000, ...claims }
      const token = await new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA' }).sign(ed25519.privateKey)
      return strict.verify(token, [ed25519.publicKey])
    }
    expect(await holds({ iss: 'acme', aud: 'chat' })).toBe(true)
    expect(await holds({ iss: 'acme', aud: ['shop', 'chat'] })).toBe(true)
    expect(await holds({ iss: 'acme', aud: 'shop' })).toBe(false)
    expect(await holds({ iss: 'acme' })).toBe(false)
    expect(await holds({ aud: 'chat' })).toBe(false)
    expect(await holds({ iss: 'evil', aud: 'chat' })).toBe(false)
  })

  it('tries every fitting key when the token names none', async () => {
    const token = await sign(ed25519.privateKey, 'EdDSA')
    const other = await keyPair('EdDSA', 'key-3')
    expect(await reader.verify(token, [other.publicKey, ed25519.publicKey])).toBe(true)
  })

  it('goes on to the next key after a damaged one', async () => {
    const token = await sign(ed25519.privateKey, 'EdDSA')
    const damaged = { ...ed25519.publicKey, x: 'AA' }
    expect(await reader.verify(token, [damaged, ed25519.publicKey])).toBe(true)
  })

  it('OL-07 fails with another key of the same name', async () => {
    const token = await sign(ed25519.privateKey, 'EdDSA', { kid: 'key-1' })
    const impostor = await keyPair('EdDSA', 'key-1')
    expect(await reader.verify(token, [impostor.publicKey])).toBe(false)
  })

  it('fails when no key has the name that the token gives', async () => {
    const token = await sign(ed25519.privateKey, 'EdDSA', { kid: 'key-9' })
    expect(await reader.verify(token, [ed25519.publicKey])).toBe(false)
  })

  it('fails without keys', async () => {
    expect(await reader.verify(await sign(ed25519.privateKey, 'EdDSA'), [])).toBe(false)
  })

  it('OL-07 fails when the claims were changed', async () => {
    const [header, , signature] = (await sign(ed25519.privateKey, 'EdDSA')).split('.')
    const forged = `${header}.${part({ sub: 'eve', exp: 1_764_600_000 })}.${signature}`
    expect(await reader.verify(forged, [ed25519.publicKey])).toBe(false)
  })

  it('never holds for none, with or without a signature', async () => {
    const claims = { sub: 'ada', exp: 1_764_600_000 }
    const header = part({ alg: 'none' })
    expect(await reader.verify(`${header}.${part(claims)}.`, [ed25519.publicKey])).toBe(false)
    expect(await reader.verify(unsigned(claims, { alg: 'none' }), [ed25519.publicKey])).toBe(false)
  })

  it('never holds for a shared secret, even when a public key is taken for the secret', async () => {
    const secret = Buffer.from(ed25519.publicKey.x ?? '', 'base64url')
    const token = await sign(secret, 'HS256')
    const symmetric = { kty: 'oct', k: secret.toString('base64url') }
    expect(await reader.verify(token, [symmetric, ed25519.publicKey])).toBe(false)
  })

  it('never holds for an asymmetric algorithm outside the list', async () => {
    const p384 = await keyPair('ES384')
    expect(await reader.verify(await sign(p384.privateKey, 'ES384'), [p384.publicKey])).toBe(false)
  })

  it('fails with a key that is meant for something else', async () => {
    const token = await sign(ed25519.privateKey, 'EdDSA')
    expect(await reader.verify(token, [{ ...ed25519.publicKey, use: 'enc' }])).toBe(false)
    expect(await reader.verify(token, [{ ...ed25519.publicKey, alg: 'ES256' }])).toBe(false)
    expect(await reader.verify(token, [{ ...ed25519.publicKey, use: 'sig', alg: 'Ed25519' }])).toBe(true)
  })

  it('fails when the token demands an extension', async () => {
    const token = await new CompactSign(Buffer.from('{"sub":"ada","exp":1}'))
      .setProtectedHeader({ alg: 'EdDSA', crit: ['b64'], b64: true })
      .sign(ed25519.privateKey)
    expect(await reader.verify(token, [ed25519.publicKey])).toBe(false)
  })
})

function btoaSafe(text: string): string {
  return Buffer.from(text).toString('base64url')
}
