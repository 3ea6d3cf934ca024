/** The outside of a token: what everybody can read. */
export interface Envelope {
  /** Seconds since the epoch. Nothing protects it. */
  readonly expiresAtSeconds: number
  readonly initialVector: Uint8Array<ArrayBuffer>
  readonly ciphertext: Uint8Array<ArrayBuffer>
}

// `04`, then Base64 of: the end (8 bytes, signed), the length of the vector (2) and the vector, the length of the ciphertext (2) and it.
const prefix = '04'
const vectorBytes = 16
const blockBytes = 16
const ciphertextOffset = 8 + 2 + vectorBytes + 2
/** Longer texts are not read at all. */
const maxTokenLength = 8_192
const base64 = /^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** `undefined` when this is no token of the kind, to the byte. */
export function openEnvelope(token: string): Envelope | undefined {
  const text = token.slice(prefix.length)
  if (token.length > maxTokenLength || !token.startsWith(prefix) || !base64.test(text)) return undefined
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  if (bytes.length < ciphertextOffset + blockBytes) return undefined
  const view = new DataView(bytes.buffer)
  const expiresAtSeconds = Number(view.getBigInt64(0))
  const ciphertext = bytes.slice(ciphertextOffset)
  const isWhole =
    view.getUint16(8) === vectorBytes &&
    view.getUint16(ciphertextOffset - 2) === ciphertext.length &&
    ciphertext.length % blockBytes === 0
  if (!isWhole || expiresAtSeconds <= 0 || !Number.isSafeInteger(expiresAtSeconds * 1_000)) return undefined
  return { expiresAtSeconds, initialVector: bytes.slice(10, 10 + vectorBytes), ciphertext }
}

export function sealEnvelope({ expiresAtSeconds, initialVector, ciphertext }: Envelope): string {
  const bytes = new Uint8Array(ciphertextOffset + ciphertext.length)
  const view = new DataView(bytes.buffer)
  view.setBigInt64(0, BigInt(expiresAtSeconds))
  view.setUint16(8, vectorBytes)
  bytes.set(initialVector, 10)
  view.setUint16(ciphertextOffset - 2, ciphertext.length)
  bytes.set(ciphertext, ciphertextOffset)
  return prefix + btoa(String.fromCharCode(...bytes))
}
