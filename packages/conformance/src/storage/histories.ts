import type { Key, KeyPart, RangeQuery, Row, StorageWrite } from '@latchkey/core/driver'
import * as fc from 'fast-check'
import type { StorageKitOptions } from './storage-fixture.js'

/** How many histories a model case plays, and which. */
export function playing({ histories = 100, historySeed }: StorageKitOptions): fc.Parameters<unknown> {
  return { numRuns: histories, ...(historySeed === undefined ? {} : { seed: historySeed }) }
}

/** One call of a random history. */
export type Step =
  | { readonly type: 'write'; readonly conditions: readonly AskedCondition[]; readonly writes: readonly StorageWrite[] }
  | { readonly type: 'get'; readonly table: string; readonly keys: readonly Key[] }
  | { readonly type: 'range'; readonly table: string; readonly query: RangeQuery }
  | { readonly type: 'reopen' }

/** A condition before it is known which revision its row has. */
export interface AskedCondition {
  readonly table: string
  readonly key: Key
  readonly type: 'absent' | 'present' | 'revision'
  /** By how much the revision asked for differs from the one that the row has. */
  readonly difference: -1 | 0 | 1
}

// Few parts, so that keys meet; and those that a careless encoding confuses.
const part: fc.Arbitrary<KeyPart> = fc.constantFrom<KeyPart>(
  -10,
  -1,
  0,
  1,
  2,
  10,
  '',
  ' ',
  '1',
  'a',
  'a ',
  'aa',
  'b',
  '~',
)
const optionalPart = fc.option(part, { nil: undefined })

const keys = {
  notes: fc.tuple(part, part),
  marks: fc.tuple(part),
} satisfies Record<string, fc.Arbitrary<Key>>

const table = fc.constantFrom('notes', 'marks')

/** Of the table, and of up to as many parts as a whole key of its longest index has. */
const bound: fc.Arbitrary<Key> = fc.array(part, { maxLength: 4 })

function keyOf(name: string): fc.Arbitrary<Key> {
  return name === 'notes' ? keys.notes : keys.marks
}

const note: fc.Arbitrary<Row> = fc.record({
  room: part,
  id: part,
  time: optionalPart,
  author: optionalPart,
  text: fc.string({ maxLength: 5 }),
})
const mark: fc.Arbitrary<Row> = fc.record({ id: part, text: fc.string({ maxLength: 5 }) })

const write: fc.Arbitrary<StorageWrite> = fc.oneof(
  { weight: 4, arbitrary: note.map((row) => ({ type: 'put' as const, table: 'notes', row })) },
  { weight: 2, arbitrary: mark.map((row) => ({ type: 'put' as const, table: 'marks', row })) },
  table.chain((name) => keyOf(name).map((key) => ({ type: 'delete' as const, table: name, key }))),
  fc
    .array(part, { minLength: 1, maxLength: 2 })
    .map((prefix) => ({ type: 'deleteRange' as const, table: 'notes', prefix })),
)

const condition: fc.Arbitrary<AskedCondition> = table.chain((name) =>
  fc.record({
    table: fc.constant(name),
    key: keyOf(name),
    type: fc.constantFrom('absent' as const, 'present' as const, 'revision' as const),
    difference: fc.constantFrom(-1 as const, 0 as const, 1 as const),
  }),
)

const query: fc.Arbitrary<RangeQuery> = fc.record(
  {
    index: fc.constantFrom('by_time', 'by_author'),
    prefix: fc.array(part, { maxLength: 3 }),
    from: bound,
    to: bound,
    reverse: fc.boolean(),
    limit: fc.integer({ min: 1, max: 20 }),
  },
  { requiredKeys: ['limit'] },
)

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('write' as const),
      conditions: fc.array(condition, { maxLength: 2 }),
      writes: fc.array(write, { maxLength: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: table.chain((name) =>
      fc.record({
        type: fc.constant('get' as const),
        table: fc.constant(name),
        keys: fc.array(keyOf(name), { minLength: 1, maxLength: 5 }),
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: query.map((asked) => ({ type: 'range' as const, table: 'notes', query: asked })),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'reopen' as const }) },
)

const anyPart: fc.Arbitrary<KeyPart> = fc.oneof(
  fc.maxSafeInteger(),
  fc.string({ unit: 'grapheme-ascii', maxLength: 256 }),
)

/** Keys of two parts, each once. */
export const anyKeys = fc.uniqueArray(fc.tuple(anyPart, anyPart), {
  maxLength: 30,
  selector: (key) => JSON.stringify(key),
})
