import { ChatError } from '@latchkey/core/driver'
import { openEnvelope, sealEnvelope } from './envelope.js'
import { readClaims, type ZimTokenClaims } from './sealed-claims.js'

/** The app that tokens are for, and its secret. The secret belongs on a server: whoever has it can be anybody. */
export interface ZimTokensOptions {
  /** A whole number above 0. */
  readonly appID: number
  /** 32 ASCII characters. */
  readonly serverSecret: string
}

/** Issues and checks the tokens of one app. */
export interface ZimTokens {
  /** A token for `userID` (1 to 32 bytes), good for `lifeSeconds`: 1 to 2,073,600, which is 24 days (OL-05). */
  issue(userID: string, options: { readonly lifeSeconds: number }): Promise<string>
  /**
   * What the token says, when it was made with this app's secret for this app; else `undefined`. Fits `verifyToken` of `@latchkey/server`, which
   * judges user and end. Never rejects.
   */
  check(token: string): Promise<ZimTokenClaims | undefined>
}

const maxLifeSeconds = 24 * 24 * 60 * 60
const vectorAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Throws `invalid-argument`. */
export function zimTokens({ appID, serverSecret }: ZimTokensOptions): ZimTokens {
  assertRule('appID', 'a whole number above 0', Number.isSafeInteger(appID) && appID > 0)
  assertRule('serverSecret', '32 ASCII characters', /^[\x21-\x7e]{32}$/.test(serverSecret))
  const key = crypto.subtle.importKey('raw', new TextEncoder().encode(serverSecret), 'AES-CBC', false, [
    'encrypt',
    'decrypt',
  ])

  return {
    async issue(userID, { lifeSeconds }) {
      const size = new TextEncoder().encode(userID).length
      assertRule('userID', '1 to 32 bytes', size >= 1 && size <= 32)
      const isLife = Number.isSafeInteger(lifeSeconds) && lifeSeconds >= 1 && lifeSeconds <= maxLifeSeconds
      assertRule('lifeSeconds', `an integer from 1 to ${maxLifeSeconds}`, isLife)
      const issuedAt = Math.floor(Date.now() / 1_000)
      const expiresAtSeconds = issuedAt + lifeSeconds
      const claims = { app_id: appID, user_id: userID, ctime: issuedAt, expire: expiresAtSeconds }
      const text = JSON.stringify({ ...claims, nonce: randomNonce(), payload: '' })
      const initialVector = randomVector()
      const algorithm = { name: 'AES-CBC', iv: initialVector }
      const ciphertext = await crypto.subtle.encrypt(algorithm, await key, new TextEncoder().encode(text))
      return sealEnvelope({ expiresAtSeconds, initialVector, ciphertext: new Uint8Array(ciphertext) })
    },

    async check(token) {
      const envelope = openEnvelope(token)
      if (envelope === undefined) return undefined
      try {
        const algorithm = { name: 'AES-CBC', iv: envelope.initialVector }
        const text = await crypto.subtle.decrypt(algorithm, await key, envelope.ciphertext)
        return readClaims(new TextDecoder('utf-8', { fatal: true }).decode(text), {
          appID,
          expiresAtSeconds: envelope.expiresAtSeconds,
        })
      } catch {
        // One answer for every fault, so that none can be told from another.
        return undefined
      }
    },
  }
}

// The format asks for 31 bits.
function randomNonce(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
  return value >>> 1
}

/** 96 random bits as printable text, which the format's other generators use. */
function randomVector(): Uint8Array<ArrayBuffer> {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return random.map((byte) => vectorAlphabet.charCodeAt(byte % vectorAlphabet.length))
}

function assertRule(argument: string, rule: string, holds: boolean): void {
  if (!holds) throw new ChatError('invalid-argument', { details: { argument, rule } })
}
