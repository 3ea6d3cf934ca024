import { memoryStorage } from '@latchkey/storage-memory'
import { beforeEach, expect, test } from 'vitest'
import type { StorageBatch, StorageSession } from '../../src/contract/storage-driver.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { createDeferred } from '../../src/runtime/deferred.js'
import type { Draft } from '../../src/store/draft.js'
import { schema, type UserRow } from '../../src/store/schema.js'
import { createStore, type Store } from '../../src/store/store.js'

let store: Store
let takenOver: number
/** The batches that were written since the store was created. */
let batches: StorageBatch[]
let refuse: (batch: StorageBatch) => ChatError | undefined

beforeEach(async () => {
  const session = await memoryStorage().open({ app: 'test', userID: 'ada' }, schema)
  batches = []
  takenOver = 0
  refuse = () => undefined
  const watched: StorageSession = {
    ...session,
    async write(batch, options) {
      const refusal = refuse(batch)
      if (refusal !== undefined) throw refusal
      await session.write(batch, options)
      batches.push(batch)
    },
  }
  store = await createStore(watched, { writerID: 'one', onTakenOver: () => (takenOver += 1) })
  batches.length = 0
})

const named = (userID: string, userName: string): UserRow => ({
  userID,
  userName,
  userAvatarUrl: '',
  userExtendedData: '',
})

const put = (userID: string, userName: string) => (draft: Draft) => {
  draft.put('users', named(userID, userName))
  return Promise.resolve(userID)
}

/** Appends to the name that is there. */
const append = (userID: string, letter: string) => async (draft: Draft) => {
  const known = await draft.get('users', [userID])
  draft.put('users', named(userID, `${known?.userName ?? ''}${letter}`))
}

const nameOf = async (userID: string) => (await store.get('users', [userID]))?.userName

const hasUser = ({ writes }: StorageBatch, userID: string) =>
  writes.some((write) => write.type === 'put' && write.table === 'users' && write.row['userID'] === userID)

test('updates that wait for one another share one write and settle in their order', async () => {
  const settled: number[] = []
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((letter, index) =>
      store.update(append('bob', letter)).then(() => {
        expect(batches).toHaveLength(1)
        settled.push(index)
      }),
    ),
  )
  expect(settled).toEqual([0, 1, 2, 3])
  expect(await nameOf('bob')).toBe('abcd')
})

test('what an update reads by range holds what those before it in the same write changed', async () => {
  await store.update(put('bob', 'Bob'))
  const [, , found] = await Promise.all([
    store.update(put('cleo', 'Cleo')),
    store.update((draft) => {
      draft.delete('users', ['bob'])
      return Promise.resolve()
    }),
    store.update((draft) => draft.range('users', { limit: 10 })),
  ])
  expect(found.map(({ userID }) => userID)).toEqual(['cleo'])
})

test('an update that fails leaves nothing, and the others of its write stay', async () => {
  const outcomes = await Promise.allSettled([
    store.update(append('bob', 'a')),
    store.update(async (draft) => {
      await append('bob', 'b')(draft)
      throw new ChatError('operation-not-found')
    }),
    store.update(append('bob', 'c')),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await nameOf('bob')).toBe('ac')
})

test('an update that the storage refuses takes those behind it with it, and none before it', async () => {
  refuse = (batch) => (hasUser(batch, 'large') ? new ChatError('storage-full') : undefined)
  const outcomes = await Promise.allSettled([
    store.update(put('bob', 'Bob')),
    store.update(put('large', 'Large')),
    store.update(append('large', '!')),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(await nameOf('bob')).toBe('Bob')
  expect(await nameOf('large')).toBeUndefined()
  refuse = () => undefined
  await store.update(append('large', 'Small'))
  expect(await nameOf('large')).toBe('Small')
})

test('a writer whose place was taken writes none of those that wait, and is told once', async () => {
  refuse = () => new ChatError('storage-conflict')
  const outcomes = await Promise.allSettled([store.update(put('bob', 'Bob')), store.update(put('cleo', 'Cleo'))])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(takenOver).toBe(1)
  expect(batches).toEqual([])
})

test('an update that is to be alone shares its write with nobody', async () => {
  await Promise.all([
    store.update(put('bob', 'Bob')),
    store.update(append('bob', 'by'), { isAlone: true }),
    store.update(append('bob', '!')),
  ])
  expect(batches).toHaveLength(3)
  expect(await nameOf('bob')).toBe('Bobby!')
  const failing = store.update(
    async (draft) => {
      await append('bob', '?')(draft)
      throw new ChatError('operation-not-found')
    },
    { isAlone: true },
  )
  await expect(failing).rejects.toMatchObject({ code: 'operation-not-found' })
  expect(await nameOf('bob')).toBe('Bobby!')
})

test('who waits behind an update that takes long shares the next write', async () => {
  const gate = createDeferred<undefined>()
  const first = store.update(async (draft) => {
    await gate.promise
    draft.put('users', named('bob', 'Bob'))
  })
  const others = ['a', 'b'].map((letter) => store.update(append('bob', letter)))
  gate.resolve(undefined)
  await Promise.all([first, ...others])
  expect(batches).toHaveLength(1)
  expect(await nameOf('bob')).toBe('Bobab')
})
