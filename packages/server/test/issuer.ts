import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

export interface IssuerKey {
  readonly publicKey: JWK
  /** A token for `ada`, good for a minute. */
  token(claims?: object): Promise<string>
}

export async function issuerKey(kid: string, alg: 'EdDSA' | 'ES256' | 'RS256' = 'EdDSA'): Promise<IssuerKey> {
  const { privateKey, publicKey }: { privateKey: CryptoKey; publicKey: CryptoKey } = await generateKeyPair(alg)
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
    token(claims = {}) {
      const now = Math.floor(Date.now() / 1_000)
      return new SignJWT({ sub: 'ada', iat: now, exp: now + 60, ...claims })
        .setProtectedHeader({ alg, kid })
        .sign(privateKey)
    },
  }
}

/** A web server of an issuer, on this machine. */
export interface Issuer {
  readonly url: string
  /** How often the keys were asked for. */
  readonly requests: number
  publish(...keys: readonly IssuerKey[]): void
  answer(listener: RequestListener): void
  stop(): Promise<void>
}

export async function startIssuer(...keys: readonly IssuerKey[]): Promise<Issuer> {
  let requests = 0
  let listener: RequestListener
  const publish = (...published: readonly IssuerKey[]) => {
    listener = (_request, response) =>
      response.end(JSON.stringify({ keys: published.map(({ publicKey }) => publicKey) }))
  }
  publish(...keys)
  const server = createServer((request, response) => {
    requests += 1
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  let stopped: Promise<void> | undefined
  const stop = () =>
    (stopped ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }))
  endings.push(stop)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
    get requests() {
      return requests
    },
    publish,
    answer(next) {
      listener = next
    },
    stop,
  }
}
