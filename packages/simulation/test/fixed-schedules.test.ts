import { expect, it } from 'vitest'
import fixedSeeds from '../fixed-seeds.json' with { type: 'json' }
import { failuresOf, span } from './seeds.js'

it('OL-36 OL-38 OL-39 nothing is lost, doubled or out of order in 500 schedules, nor in those that once failed', async () => {
  const { first, count, found } = fixedSeeds
  expect(await failuresOf([...found, ...span(first, count)])).toEqual([])
}, 900_000)
