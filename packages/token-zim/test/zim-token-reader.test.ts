import fc from 'fast-check'
import { expect, test } from 'vitest'
import { zimTokenReader } from '../src/index.js'
import { tokenByHand } from './by-hand.js'

const reader = zimTokenReader()
const token = tokenByHand({ expiry: 1_800_000_000 })

test('OL-07 a device reads when a token ends, and not whose it is', () => {
  expect(reader.read(token)).toEqual({ expiresAt: 1_800_000_000_000 })
})

test('OL-07 no token holds by a signature, whatever keys there are', async () => {
  await expect(reader.verify(token, [{ kty: 'OKP', crv: 'Ed25519', x: 'x' }])).resolves.toBe(false)
})

test.each([
  ['another version', `03${token.slice(2)}`],
  ['no Base64', `${token}!`],
  ['the alphabet of URLs', `${token.slice(0, -4)}-_A=`],
  ['a missing byte', `04${Buffer.from(token.slice(2), 'base64').subarray(0, -1).toString('base64')}`],
  [
    'a block too many',
    `04${Buffer.concat([Buffer.from(token.slice(2), 'base64'), Buffer.alloc(16)]).toString('base64')}`,
  ],
  [
    'a byte too many',
    `04${Buffer.concat([Buffer.from(token.slice(2), 'base64'), Buffer.alloc(1)]).toString('base64')}`,
  ],
  ['an end before all time', tokenByHand({ expiry: -1 })],
  ['an end beyond all numbers', tokenByHand({ expiry: Number.MAX_SAFE_INTEGER })],
  ['too much text', `04${'A'.repeat(8_192)}`],
  ['nothing', ''],
  ['a JSON Web Token', 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhZGEifQ.c2ln'],
])('a text with %s is no token of this kind', (_name, text) => {
  expect(reader.read(text)).toBeUndefined()
})

test('reading never throws, whatever the text', () => {
  const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => `04${Buffer.from(array).toString('base64')}`)
  fc.assert(
    fc.property(fc.oneof(fc.string(), bytes), (text) => {
      reader.read(text)
    }),
  )
})
