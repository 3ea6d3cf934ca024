// FIPS 180-4. The constants are the first 32 bits of the fractions of the square roots of the first 8 primes, and of the cube roots of
// the first 64.
const primes = firstPrimes(64)
const initial = primes.slice(0, 8).map((prime) => fractionOf(Math.sqrt(prime)))
const constants = primes.map((prime) => fractionOf(Math.cbrt(prime)))

/**
 * The SHA-256 of some bytes, in lower-case hexadecimal: at once and in the language alone, so that a run over loopback replays exactly. It
 * guards nothing secret.
 */
export function sha256(bytes: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29))
  view.setUint32(padded.length - 4, bytes.length << 3)

  const hash = Uint32Array.from(initial)
  const words = new Uint32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    for (let index = 0; index < 16; index++) words[index] = view.getUint32(block + 4 * index)
    for (let index = 16; index < 64; index++) words[index] = schedule(words, index)
    compress(hash, words)
  }
  return Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('')
}

function schedule(words: Uint32Array, index: number): number {
  const before16 = words[index - 16] ?? 0
  const before15 = words[index - 15] ?? 0
  const before7 = words[index - 7] ?? 0
  const before2 = words[index - 2] ?? 0
  const small0 = rotated(before15, 7) ^ rotated(before15, 18) ^ (before15 >>> 3)
  const small1 = rotated(before2, 17) ^ rotated(before2, 19) ^ (before2 >>> 10)
  return before16 + small0 + before7 + small1
}

function compress(hash: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash
  for (let index = 0; index < 64; index++) {
    const large1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    const first = (h + large1 + ((e & f) ^ (~e & g)) + (constants[index] ?? 0) + (words[index] ?? 0)) | 0
    const large0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    const second = (large0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + second) | 0
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) hash[index] = (hash[index] ?? 0) + word
}

function rotated(word: number, count: number): number {
  return (word >>> count) | (word << (32 - count))
}

function fractionOf(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32)
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime !== 0)) found.push(number)
  }
  return found
}
