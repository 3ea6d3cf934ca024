import { createCipheriv, randomBytes } from 'node:crypto'

export const appID = 1_234_567
export const serverSecret = 'fedcba98765432100123456789abcdef'

export interface Parts {
  readonly expiry?: number
  readonly claims?: object
  readonly secret?: string
}

/** A token put together from the description of the format, with Node's own cipher and none of the package's code. */
export function tokenByHand({ expiry, claims = {}, secret = serverSecret }: Parts = {}): string {
  const ctime = Math.floor(Date.now() / 1_000)
  const end = expiry ?? ctime + 3_600
  const text = { app_id: appID, user_id: 'ada', ctime, expire: end, nonce: 7, payload: '', ...claims }
  const vector = Buffer.from(randomBytes(8).toString('hex'))
  const cipher = createCipheriv('aes-256-cbc', secret, vector)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(text)), cipher.final()])
  const head = Buffer.alloc(10)
  head.writeBigInt64BE(BigInt(end))
  head.writeUInt16BE(16, 8)
  const size = Buffer.alloc(2)
  size.writeUInt16BE(sealed.length)
  return `04${Buffer.concat([head, vector, size, sealed]).toString('base64')}`
}
