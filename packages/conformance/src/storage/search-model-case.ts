import type { SearchTerm, StorageWrite } from '@latchkey/core/driver'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { playing } from './histories.js'
import { searchSchema } from './search-cases.js'
import type { StorageCase } from './storage-case.js'

// Few tokens, so that they meet; and some that begin with others.
const token = fc.constantFrom('a', 'ab', 'abc', 'b', 'ba', '日本', '本')
const tokens = fc.array(token, { maxLength: 5 })
const id = fc.integer({ min: 0, max: 5 })

const term: fc.Arbitrary<SearchTerm> = fc.oneof(
  token.map((word) => ({ type: 'word' as const, token: word })),
  token.map((prefix) => ({ type: 'prefix' as const, token: prefix })),
  fc.record({
    type: fc.constant('phrase' as const),
    tokens: fc.array(token, { minLength: 1, maxLength: 3 }),
    isPrefix: fc.boolean(),
  }),
)

type Step =
  | { readonly type: 'put'; readonly id: number; readonly tokens: readonly string[] | undefined }
  | { readonly type: 'delete'; readonly id: number }
  | { readonly type: 'search'; readonly terms: readonly SearchTerm[] }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('put' as const), id, tokens: fc.option(tokens, { nil: undefined }) }),
  fc.record({ type: fc.constant('delete' as const), id }),
  fc.record({ type: fc.constant('search' as const), terms: fc.array(term, { minLength: 1, maxLength: 3 }) }),
)

/** Random histories of puts, deletes and searches, compared with going over all rows. */
export const searchModelCase: StorageCase = {
  clauses: ['SE-01', 'SE-02', 'SE-03', 'SE-04', 'SE-05', 'SE-06', 'SE-07', 'SE-08', 'SE-12'],
  title: 'any history of searches is answered as a plain model answers it',
  needs: 'search',
  async run({ open, options }) {
    const session = await open({ schema: searchSchema })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        await session.write({ writes: [{ type: 'deleteRange', table: 'marks', prefix: [] }] })
        const model = new Map<number, readonly string[]>()
        for (const asked of steps) {
          if (asked.type === 'search') {
            const page = await session.search?.('marks', { terms: asked.terms, order: 'newest', limit: 2 })
            const holding = [...model].filter(([, held]) => asked.terms.every((wanted) => holds(held, wanted)))
            const ids = holding.map(([found]) => found).sort((left, right) => right - left)
            expect([page?.total, page?.keys]).toEqual([ids.length, ids.slice(0, 2).map((found) => [found])])
            continue
          }
          await session.write({ writes: [toWrite(asked)] })
          if (asked.type === 'delete') model.delete(asked.id)
          else model.set(asked.id, asked.tokens ?? model.get(asked.id) ?? [])
        }
      }),
      playing(options),
    )
  },
}

function toWrite(asked: Exclude<Step, { type: 'search' }>): StorageWrite {
  if (asked.type === 'delete') return { type: 'delete', table: 'marks', key: [asked.id] }
  const put = { type: 'put' as const, table: 'marks', row: { id: asked.id } }
  return asked.tokens === undefined ? put : { ...put, tokens: asked.tokens }
}

/** By text: tokens between spaces, and what is sought between spaces too. */
function holds(held: readonly string[], wanted: SearchTerm): boolean {
  const text = ` ${held.join(' ')} `
  if (wanted.type === 'phrase') return text.includes(` ${wanted.tokens.join(' ')}${wanted.isPrefix ? '' : ' '}`)
  return text.includes(` ${wanted.token}${wanted.type === 'prefix' ? '' : ' '}`)
}
