import { memoryStorage } from '@latchkey/storage-memory'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StorageBatch, StorageDriver, StorageSession } from '../../src/contract/storage-driver.js'
import { isWhole, progressKeys } from '../../src/search/indexing.js'
import { searchedStorage } from '../../src/search/searched-storage.js'
import { termOf } from '../../src/search/terms.js'
import { schema, type SearchProgressRow } from '../../src/store/schema.js'
import { settle } from '../support/test-platform.js'

const scope = { app: 'test', userID: 'ada' }

function message(messageID: string, words: string, timestamp = 1) {
  const conversation = { conversationType: 'peer', conversationID: 'bob' }
  return { ...conversation, messageID, timestamp, order: messageID, content: { type: 'text', text: words } }
}

function put(row: ReturnType<typeof message>) {
  return { type: 'put', table: 'messages', row } as const
}

/** A driver over `storage` that lets a test see and fail its batches. */
function watch(storage: StorageDriver, onWrite: (batch: StorageBatch) => void): StorageDriver {
  return {
    ...storage,
    async open(...parameters) {
      const session = await storage.open(...parameters)
      return {
        ...session,
        async write(batch) {
          onWrite(batch)
          await session.write(batch)
        },
      }
    },
  }
}

async function idsOf(session: StorageSession, keyword: string): Promise<readonly unknown[]> {
  const term = termOf(keyword)
  if (!term) return []
  const page = await session.search?.('messages', { terms: [term], index: 'by_time', order: 'newest', limit: 100 })
  return page?.keys.map((key) => key[2]) ?? []
}

async function isIndexed(session: StorageSession): Promise<boolean> {
  const rows = await session.get('search_progress', progressKeys)
  return isWhole(rows.map((stored) => stored?.row as SearchProgressRow | undefined))
}

test('a row that is written again with the same text brings no tokens, one with another text does', async () => {
  const batches: StorageBatch[] = []
  const session = await searchedStorage(watch(memoryStorage(), (batch) => batches.push(batch))).open(scope, schema)
  await settle()
  const update = async (row: ReturnType<typeof message>) => {
    await session.get('messages', [['peer', 'bob', row.messageID]])
    await session.write({ writes: [put(row)] })
    const [write] = batches.at(-1)?.writes ?? []
    return write?.type === 'put' ? write.tokens : undefined
  }
  expect(await update(message('a', 'one'))).toEqual(['one'])
  expect(await update({ ...message('a', 'one'), timestamp: 2 })).toBeUndefined()
  expect(await update(message('a', 'two'))).toEqual(['two'])
  expect(await update(message('a', 'one'))).toEqual(['one'])
  expect(await idsOf(session, 'one')).toEqual(['a'])
})

test('a text that was read beside the write that changed it is not taken for the stored one', async () => {
  const storage = memoryStorage()
  const slow: StorageDriver = {
    ...storage,
    async open(...parameters) {
      const session = await storage.open(...parameters)
      return {
        ...session,
        async get(...asked) {
          const found = await session.get(...asked)
          await settle(2)
          return found
        },
      }
    },
  }
  const session = await searchedStorage(slow).open(scope, schema)
  await settle()
  await session.write({ writes: [put(message('a', 'one'))] })
  const reading = session.get('messages', [['peer', 'bob', 'a']])
  await session.write({ writes: [put(message('a', 'two'))] })
  await reading
  await session.write({ writes: [put(message('a', 'one'))] })
  expect([await idsOf(session, 'one'), await idsOf(session, 'two')]).toEqual([['a'], []])
})

test('a conversation that is on no list has no tokens: it is not in the index that its search walks', async () => {
  const batches: StorageBatch[] = []
  const session = await searchedStorage(watch(memoryStorage(), (batch) => batches.push(batch))).open(scope, schema)
  await settle()
  const row = { conversationType: 'peer', conversationID: 'bob', conversationName: 'Bob', activityTime: 1 }
  await session.write({ writes: [{ type: 'put', table: 'conversations', row: { ...row, listRank: 0 } }] })
  expect(batches.at(-1)?.writes).toMatchObject([{ tokens: ['bob'] }])
  await session.write({ writes: [{ type: 'put', table: 'conversations', row }] })
  expect(batches.at(-1)?.writes).toMatchObject([{ tokens: [] }])
})

test('indexing that was cut off goes on where it was, newest first, and loses nothing that is written meanwhile', async () => {
  const storage = memoryStorage()
  const plain = await storage.open(scope, schema)
  const rows = Array.from({ length: 500 }, (_, index) => message(`old${String(index)}`, 'old apple', index))
  await plain.write({ writes: rows.map(put) })
  await plain.close()

  let batchesLeft = 3
  const failing = watch(storage, (batch) => {
    if (batch.writes.some(({ table }) => table === 'search_progress') && --batchesLeft < 0) throw new Error('killed')
  })
  const first = await searchedStorage(failing).open(scope, schema)
  await settle()
  expect([(await idsOf(first, 'apple')).length > 0, await isIndexed(first)]).toEqual([true, false])
  expect((await idsOf(first, 'apple'))[0]).toBe('old499')
  await first.get('messages', [['peer', 'bob', 'old0']])
  await first.write({ writes: [put(message('old0', 'old apple', 1_000)), put(message('new', 'new apple', 0))] })
  await first.close()

  let reindexed = 0
  const counted = watch(
    storage,
    (batch) => (reindexed += batch.writes.filter(({ table }) => table === 'messages').length),
  )
  const second = await searchedStorage(counted).open(scope, schema)
  await settle()
  expect(await isIndexed(second)).toBe(true)
  expect(reindexed).toBeLessThan(350)
  const found = await second.search?.('messages', {
    terms: [{ type: 'word', token: 'apple' }],
    order: 'newest',
    limit: 1,
  })
  expect(found?.total).toBe(501)
})

test('a row that changes while its batch is indexed keeps the change', async () => {
  const storage = memoryStorage()
  const plain = await storage.open(scope, schema)
  await plain.write({ writes: [put(message('a', 'one'))] })
  await plain.close()
  const driver: StorageDriver = {
    ...storage,
    async open(...parameters) {
      const session = await storage.open(...parameters)
      let isChanged = false
      return {
        ...session,
        async range(...asked) {
          const found = await session.range(...asked)
          if (asked[0] === 'messages' && !isChanged) {
            isChanged = true
            await session.write({ writes: [put(message('a', 'two'))] })
          }
          return found
        },
      }
    },
  }
  const session = await searchedStorage(driver).open(scope, schema)
  await settle()
  expect([await idsOf(session, 'one'), await idsOf(session, 'two')]).toEqual([[], ['a']])
})

test('what is found is what going over all texts finds', async () => {
  const words = fc.constantFrom('apple', 'Äpple', 'app', 'pear', '日本語', '本語', 'ไทย', '한국어')
  const texts = fc.array(fc.array(words, { maxLength: 4 }), { minLength: 1, maxLength: 20 })
  const keyword = fc.constantFrom('app', 'apple', 'pe', '日本', '本語', '語', 'ไท', '국어', 'apple pear')
  await fc.assert(
    fc.asyncProperty(texts, keyword, async (lists, sought) => {
      const session = await searchedStorage(memoryStorage()).open(scope, schema)
      const rows = lists.map((list, index) => message(String(index), list.join(' ')))
      await session.write({ writes: rows.map(put) })
      const plainOf = (value: string) => ` ${value.replaceAll('Ä', 'a').toLowerCase()}`
      const isUnspaced = !/[a-z]/.test(sought)
      const holding = rows.filter((row) => plainOf(row.content.text).includes(isUnspaced ? sought : ` ${sought}`))
      const ids = holding.map((row) => row.messageID)
      expect((await idsOf(session, sought)).toSorted()).toEqual(ids.toSorted())
    }),
  )
})
