import type { RangeQuery, StorageCondition, StorageSession, StorageWrite } from '@latchkey/core/driver'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { allOf, putAll, schema } from './case-data.js'
import { anyKeys, anyStep, playing, type Step } from './histories.js'
import type { StorageCase, StorageCaseContext } from './storage-case.js'
import { compareKeys, createStorageModel, type StorageModel } from './storage-model.js'

const clearAll: readonly StorageWrite[] = schema.tables.map(({ name }) => ({
  type: 'deleteRange',
  table: name,
  prefix: [],
}))

/** Random histories, each compared with a plain model. What they find is a failure of some of their clauses. */
export const modelCases: readonly StorageCase[] = [
  {
    clauses: ['ST-19', 'ST-31', 'ST-36', 'ST-40', 'ST-42', 'ST-46', 'ST-48', 'ST-49', 'ST-53'],
    title: 'any history of calls is answered as a plain model answers it',
    async run(context) {
      let session = await context.open()
      const model = createStorageModel(schema)
      await fc.assert(
        fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async (steps) => {
          await session.write({ writes: clearAll })
          model.clear()
          for (const step of steps) session = await play(step, session, model, context)
          await expectSame(session, model)
        }),
        playing(context.options),
      )
    },
  },
  {
    clauses: ['ST-27', 'ST-28', 'ST-29', 'ST-30'],
    title: 'any keys come back whole and in order',
    async run(context) {
      const session = await context.open()
      await fc.assert(
        fc.asyncProperty(anyKeys, async (keys) => {
          await session.write({ writes: clearAll })
          await putAll(
            session,
            'notes',
            keys.map(([room, id]) => ({ room, id })),
          )
          const stored = await allOf(session, 'notes')
          expect(stored.map(({ row }) => [row['room'], row['id']])).toEqual([...keys].sort(compareKeys))
        }),
        playing(context.options),
      )
    },
  },
]

/** Plays one step on both sides; answers the session to go on with. */
async function play(
  step: Step,
  session: StorageSession,
  model: StorageModel,
  context: StorageCaseContext,
): Promise<StorageSession> {
  switch (step.type) {
    case 'write':
      await playBatch(step, session, model)
      return session
    case 'get': {
      const stored = await session.get(step.table, step.keys)
      expect(stored.map((found) => found?.row)).toEqual(step.keys.map((key) => model.get(step.table, key)))
      return session
    }
    case 'range':
      await expectSameRange(session, model, step.table, step.query)
      return session
    case 'reopen':
      await session.close()
      return context.open()
  }
}

async function playBatch(
  { conditions, writes }: Step & { type: 'write' },
  session: StorageSession,
  model: StorageModel,
): Promise<void> {
  const asked: StorageCondition[] = []
  const holding: boolean[] = []
  for (const { table, key, type, difference } of conditions) {
    const isPresent = model.has(table, key)
    if (type === 'revision') {
      const [stored] = await session.get(table, [key])
      asked.push({ type, table, key, revision: (stored?.revision ?? 1) + difference })
      holding.push(isPresent && difference === 0)
    } else {
      asked.push({ type, table, key })
      holding.push(isPresent === (type === 'present'))
    }
  }

  const isWritten = await session.write({ conditions: asked, writes }).then(
    () => true,
    () => false,
  )
  expect(isWritten).toBe(holding.every(Boolean))
  if (isWritten) model.apply(writes)
}

async function expectSame(session: StorageSession, model: StorageModel): Promise<void> {
  for (const { name, indexes } of schema.tables) {
    await expectSameRange(session, model, name, { limit: 1000 })
    for (const index of Object.keys(indexes)) await expectSameRange(session, model, name, { index, limit: 1000 })
  }
}

async function expectSameRange(
  session: StorageSession,
  model: StorageModel,
  table: string,
  query: RangeQuery,
): Promise<void> {
  const stored = await session.range(table, query)
  expect(stored.map(({ row }) => row)).toEqual(model.range(table, query))
}
