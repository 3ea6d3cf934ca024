import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RangeRow } from '../../src/store/schema.js'
import { mergeStretch, type Stretch } from '../../src/sync/ranges.js'

const conversation = { conversationType: 'peer', conversationID: 'bob' } as const
/** The conversation of the model: messages 0 to 29, of which a device learns some. */
const size = 30

function orderOf(number: number): string {
  return String(number).padStart(4, '0')
}

/** Messages `first` to `last`, with or without word of what lies beside them. */
const stretches: fc.Arbitrary<Arrival> = fc
  .record({
    first: fc.nat(size - 1),
    length: fc.integer({ min: 1, max: 6 }),
    saysBefore: fc.boolean(),
    saysAfter: fc.boolean(),
  })
  .map(({ first, length, ...says }) => ({ first, last: Math.min(size - 1, first + length - 1), ...says }))

interface Arrival {
  readonly first: number
  readonly last: number
  readonly saysBefore: boolean
  readonly saysAfter: boolean
}

function toStretch({ first, last, saysBefore, saysAfter }: Arrival): Stretch {
  return {
    firstOrder: orderOf(first),
    lastOrder: orderOf(last),
    ...(saysBefore ? { follows: first === 0 ? null : orderOf(first - 1) } : {}),
    ...(saysAfter ? { precedes: orderOf(last + 1) } : {}),
  }
}

function add(ranges: readonly RangeRow[], arrival: Arrival): readonly RangeRow[] {
  const { joined, merged } = mergeStretch(ranges, conversation, toStretch(arrival))
  return [...ranges.filter((range) => !joined.includes(range)), merged].sort((left, right) =>
    left.firstOrder < right.firstOrder ? -1 : 1,
  )
}

/** The model: a set of known messages, and a set of places between two neighbours that nothing lies in. */
function modelOf(arrivals: readonly Arrival[]) {
  const known = new Set<number>()
  /** `n`: nothing is missing between n - 1 and n. */
  const seams = new Set<number>()
  for (const { first, last, saysBefore, saysAfter } of arrivals) {
    for (let number = first; number <= last; number += 1) known.add(number)
    for (let number = first + 1; number <= last; number += 1) seams.add(number)
    // Word of a neighbour that is not there yet is not kept: the neighbour brings its own when it comes.
    if (saysBefore && known.has(first - 1)) seams.add(first)
    if (saysAfter && known.has(last + 1)) seams.add(last + 1)
  }
  return { known, seams }
}

function expectedRanges(arrivals: readonly Arrival[]): readonly { readonly first: number; readonly last: number }[] {
  const { known, seams } = modelOf(arrivals)
  const ranges: { first: number; last: number }[] = []
  for (const number of [...known].sort((left, right) => left - right)) {
    const range = ranges.at(-1)
    if (range?.last === number - 1 && seams.has(number)) range.last = number
    else ranges.push({ first: number, last: number })
  }
  return ranges
}

const histories = fc.array(stretches, { maxLength: 25 })

test('OL-38 ranges never claim a message that did not arrive, and never lose one that did', () => {
  fc.assert(
    fc.property(histories, (arrivals) => {
      const ranges = arrivals.reduce(add, [])
      const { known } = modelOf(arrivals)
      const claimed = Array.from({ length: size }, (_, number) => number).filter((number) =>
        ranges.some(({ firstOrder, lastOrder }) => firstOrder <= orderOf(number) && orderOf(number) <= lastOrder),
      )
      expect(claimed).toEqual([...known].sort((left, right) => left - right))
    }),
  )
})

test('OL-38 two ranges are one exactly when somebody said that nothing lies between them', () => {
  fc.assert(
    fc.property(histories, (arrivals) => {
      const ranges = arrivals.reduce(add, [])
      expect(ranges.map(({ firstOrder, lastOrder }) => [firstOrder, lastOrder])).toEqual(
        expectedRanges(arrivals).map(({ first, last }) => [orderOf(first), orderOf(last)]),
      )
    }),
  )
})

test('OL-38 only the range of the first message reaches the start', () => {
  fc.assert(
    fc.property(histories, (arrivals) => {
      const isStartKnown = arrivals.some(({ first, saysBefore }) => first === 0 && saysBefore)
      const starts = arrivals.reduce(add, []).filter(({ reachesStart }) => reachesStart)
      expect(starts.map(({ firstOrder }) => firstOrder)).toEqual(isStartKnown ? [orderOf(0)] : [])
    }),
  )
})

test('OL-38 a stretch that arrives again changes nothing', () => {
  fc.assert(
    fc.property(histories, stretches, (arrivals, again) => {
      const ranges = [...arrivals, again].reduce(add, [])
      expect(add(ranges, again)).toEqual(ranges)
    }),
  )
})
