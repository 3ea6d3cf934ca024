import type { Key, KeyPart } from '@latchkey/core/driver'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeKey, encodeFieldSql, encodeKey, prefixBounds } from '../src/key-encoding.js'
import { createSynchronousExecutor } from '../src/synchronous-executor.js'
import { openMemoryBinding } from './memory-binding.js'

const part: fc.Arbitrary<KeyPart> = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -20, max: 20 }),
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '~', '0'), maxLength: 4 }),
  fc.string({ unit: 'grapheme-ascii' }),
)
const key: fc.Arbitrary<Key> = fc.array(part, { maxLength: 4 })

function compare(left: Key, right: Key): number {
  for (const [index, one] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (one === other) continue
    if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1
    return one < other ? -1 : 1
  }
  return left.length - right.length
}

test('ST-27 ST-28 ST-29 ST-30 encoded keys sort as keys do', () => {
  fc.assert(
    fc.property(key, key, (left, right) => {
      const [first, second] = [encodeKey(left), encodeKey(right)]
      expect(Math.sign(compare(left, right))).toBe(first < second ? -1 : first > second ? 1 : 0)
    }),
  )
})

test('a key comes back from its text', () => {
  fc.assert(
    fc.property(key, (parts) => {
      expect(decodeKey(encodeKey(parts))).toEqual(parts)
    }),
  )
})

test('ST-31 the bounds of a prefix hold exactly the keys that begin with its whole parts', () => {
  fc.assert(
    fc.property(key, key, (prefix, other) => {
      const { from, to } = prefixBounds(prefix)
      const longer = encodeKey([...prefix, ...other])
      expect(longer >= from && longer < to).toBe(true)

      const begins = prefix.every((one, index) => other[index] === one)
      expect(encodeKey(other) >= from && encodeKey(other) < to).toBe(begins)
    }),
  )
})

test('ST-40 SQLite encodes a field as JavaScript encodes a part', () => {
  const executor = createSynchronousExecutor(openMemoryBinding())
  fc.assert(
    fc.property(part, (value) => {
      const [row] = executor.all({
        sql: `SELECT ${encodeFieldSql('field')} AS encoded FROM (SELECT ? AS value)`,
        parameters: [JSON.stringify({ field: value })],
      })
      expect(row?.['encoded']).toBe(encodeKey([value]))
    }),
  )
  executor.close()
})

test.each(['{}', '{"field":null}', '{"field":true}', '{"field":1.5}', '{"field":[1]}', '{"other":1}'])(
  'ST-41 a field that is no key part is encoded as absent: %s',
  (value) => {
    const executor = createSynchronousExecutor(openMemoryBinding())
    const sql = `SELECT ${encodeFieldSql('field')} AS encoded FROM (SELECT ? AS value)`
    expect(executor.all({ sql, parameters: [value] })[0]?.['encoded']).toBeNull()
    executor.close()
  },
)
