import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from '../src/sha256.js'

test('the hash is that of the platform, whatever the bytes and however many', () => {
  const lengths = [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1_000_000]
  for (const length of lengths) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 2_654_435_761) >>> 23)
    expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'))
    }),
  )
})
