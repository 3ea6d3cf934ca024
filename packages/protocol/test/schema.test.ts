import { expect, it } from 'vitest'
import * as v from '../src/schema.js'

const place = v.object({ name: v.string, note: v.optional(v.string) })

it('an object keeps its fields and nothing else', () => {
  expect(place({ name: 'a', note: 'b', more: 1 })).toEqual({ name: 'a', note: 'b' })
})

it('a field that may be absent may not be something else', () => {
  expect(place({ name: 'a' })).toEqual({ name: 'a' })
  expect(() => place({ name: 'a', note: undefined })).toThrow(v.Breach)
})

it('a field counts only when it is the object’s own', () => {
  expect(() => place(Object.create({ name: 'a' }))).toThrow(v.Breach)
})

it.each([[undefined], [null], [[]], ['text'], [1]])('%j is no object', (value) => {
  expect(() => place(value)).toThrow(v.Breach)
})

it('a kind is told by a type of its own, and never by what every object has', () => {
  const kinds = v.variant({ named: place })
  expect(kinds({ type: 'named', name: 'a' })).toEqual({ name: 'a' })
  expect(() => kinds({ type: 'toString', name: 'a' })).toThrow(v.Breach)
  expect(() => kinds({ name: 'a' })).toThrow(v.Breach)
})

it('a breach names the place from the outside in', () => {
  const read = () => v.object({ outer: v.object({ inner: v.boolean }) })({ outer: { inner: 'yes' } })
  expect(read).toThrow(expect.objectContaining({ rule: 'boolean', path: ['outer', 'inner'] }))
})
