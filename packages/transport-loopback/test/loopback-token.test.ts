import { expect, test } from 'vitest'
import { loopbackToken, loopbackTokenReader } from '../src/index.js'

const reader = loopbackTokenReader()
const times = { issuedAt: 1_000, expiresAt: 2_000 }

test('OL-07 a token says whose it is and when it ends', () => {
  expect(reader.read(loopbackToken('a:d.a', times))).toEqual({ userID: 'a:d.a', ...times })
  for (const other of ['', 'loopback', 'loopback/ada/x/2000//', 'a.b.c']) expect(reader.read(other)).toBeUndefined()
})

test('OL-07 a token may say until when it may be used offline', () => {
  const claims = { ...times, offlineUntil: 9_000 }
  expect(reader.read(loopbackToken('ada', { ...claims, keyID: 'k1' }))).toEqual({ userID: 'ada', ...claims })
})

test('OL-07 a signature holds only with the key the token names', async () => {
  const signed = loopbackToken('ada', { ...times, keyID: 'k1' })
  const key = { kty: 'loopback', kid: 'k1' }
  await expect(reader.verify(signed, [{ ...key, kid: 'k0' }, key])).resolves.toBe(true)
  await expect(reader.verify(signed, [{ ...key, kid: 'k0' }])).resolves.toBe(false)
  await expect(reader.verify(signed, [{ ...key, kty: 'OKP' }])).resolves.toBe(false)
  await expect(reader.verify(loopbackToken('ada', times), [key])).resolves.toBe(false)
  await expect(reader.verify('garbage', [key])).resolves.toBe(false)
})

test('tokens of the same times differ by their nonce', () => {
  expect(loopbackToken('ada', { ...times, nonce: 'x' })).not.toBe(loopbackToken('ada', { ...times, nonce: 'y' }))
})
