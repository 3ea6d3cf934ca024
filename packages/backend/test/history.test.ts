import type { HistoryRequest } from '@latchkey/core/driver'
import { beforeAll, expect, test } from 'vitest'
import { toOrder } from '../src/order.js'
import { createWorld, group, peer } from './world.js'

let world: Awaited<ReturnType<typeof createWorld>>
beforeAll(async () => {
  world = await createWorld()
  for (let number = 1; number <= 10; number++) await world.send('ada', peer('bob'), String(number))
  await world.perform('ada', 'createGroup', { groupID: 'empty', groupName: 'Empty', userIDs: [] })
})

async function read(request: HistoryRequest) {
  const { messages, ...joins } = await world.backend.history('bob', peer('ada'), request)
  return { seqs: messages.map(({ messageSeq }) => messageSeq), ...joins }
}

test('OL-38 the newest messages join the end', async () => {
  expect(await read({ type: 'newest', limit: 3 })).toEqual({
    seqs: [8, 9, 10],
    joinsBefore: false,
    joinsAfter: true,
    reachedStart: false,
  })
  expect(await read({ type: 'newest', limit: 100 })).toMatchObject({ reachedStart: true })
})

test('OL-38 messages before a place join it, and say when they reach the start', async () => {
  expect(await read({ type: 'before', order: toOrder(5), limit: 3 })).toEqual({
    seqs: [2, 3, 4],
    joinsBefore: false,
    joinsAfter: true,
    reachedStart: false,
  })
  expect(await read({ type: 'before', order: toOrder(3), limit: 5 })).toMatchObject({
    seqs: [1, 2],
    reachedStart: true,
  })
  expect(await read({ type: 'before', order: toOrder(1), limit: 5 })).toMatchObject({ seqs: [], reachedStart: true })
  expect(await read({ type: 'before', order: toOrder(99), limit: 2 })).toMatchObject({
    seqs: [9, 10],
    joinsAfter: true,
  })
})

test('OL-38 messages after a place join it', async () => {
  expect(await read({ type: 'after', order: toOrder(8), limit: 5 })).toEqual({
    seqs: [9, 10],
    joinsBefore: true,
    joinsAfter: false,
    reachedStart: false,
  })
  expect(await read({ type: 'after', order: toOrder(10), limit: 5 })).toMatchObject({ seqs: [], reachedStart: false })
})

test('messages around a place stand half before it and half from it on', async () => {
  expect(await read({ type: 'around', order: toOrder(5), limit: 4 })).toMatchObject({
    seqs: [3, 4, 5, 6],
    joinsBefore: false,
    joinsAfter: false,
  })
})

test('an empty conversation is at its start', async () => {
  const page = await world.backend.history('ada', group('empty'), { type: 'newest', limit: 5 })
  expect(page).toEqual({ messages: [], joinsBefore: false, joinsAfter: true, reachedStart: true })
})

test('a conversation of others is not found, and a foreign order is refused', async () => {
  const newest = { type: 'newest', limit: 5 } as const
  await expect(world.backend.history('cyd', peer('ada'), newest)).rejects.toMatchObject({
    code: 'conversation-not-found',
  })
  await expect(read({ type: 'before', order: '5', limit: 5 })).rejects.toMatchObject({ code: 'invalid-argument' })
})

test('a page that would be too large keeps the end that the request holds on to', async () => {
  const large = await createWorld({ limits: { maxPageBytes: 1_000 } })
  for (let number = 1; number <= 10; number++) await large.send('ada', peer('bob'), 'x'.repeat(200), `m${number}`)
  const seqs = async (request: HistoryRequest) =>
    (await large.backend.history('bob', peer('ada'), request)).messages.map(({ messageSeq }) => messageSeq)
  expect((await seqs({ type: 'newest', limit: 10 })).at(-1)).toBe(10)
  expect((await seqs({ type: 'before', order: toOrder(9), limit: 8 })).at(-1)).toBe(8)
  expect((await seqs({ type: 'after', order: toOrder(2), limit: 8 })).at(0)).toBe(3)
  expect(await seqs({ type: 'around', order: toOrder(5), limit: 10 })).toContain(5)
})
