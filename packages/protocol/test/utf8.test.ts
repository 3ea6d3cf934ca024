import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsUtf8, utf8Length } from '../src/utf8.js'

describe('UTF-8 length', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['\u07ff', 2],
    ['\u0800', 3],
    ['👋', 4],
    ['\ud83d', 3],
    ['\udc4b\ud83d', 6],
  ])('of %j is %i bytes', (text, bytes) => {
    expect(utf8Length(text)).toBe(bytes)
  })

  it('is what an encoder writes, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length)
      }),
    )
  })

  it('fits exactly up to its own length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        const bytes = utf8Length(text)
        expect(fitsUtf8(text, bytes)).toBe(true)
        expect(fitsUtf8(text, bytes - 1)).toBe(false)
      }),
    )
  })
})
