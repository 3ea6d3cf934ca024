import { copyFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBackend } from '@latchkey/backend'
import { describeLogStore } from '../../backend/test/log-store-suite.js'
import { sqliteLogStore } from '../src/sqlite/sqlite-log-store.js'

let folder: string
let path: string
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-store-'))
})
beforeEach(() => {
  path = join(folder, `store-${++count}.sqlite`)
})
afterAll(() => rm(folder, { recursive: true }))

describeLogStore('sqlite', {
  create: async () => sqliteLogStore(path),
  reopen: async () => sqliteLogStore(path),
})

const user = { userID: 'ada', userName: 'Ada', userAvatarUrl: '', userExtendedData: '', isRegistered: true }

test('OL-40 a database that is open is not opened a second time', async () => {
  const store = sqliteLogStore(path)
  expect(() => sqliteLogStore(path)).toThrow(expect.objectContaining({ code: 'storage-owned-elsewhere' }))
  await store.transact((transaction) => transaction.putUser(user))
  await store.close()
  const again = sqliteLogStore(path)
  expect(() => sqliteLogStore(path)).toThrow(expect.objectContaining({ code: 'storage-owned-elsewhere' }))
  expect(await again.read((reader) => reader.getUsers(['ada']))).toEqual([user])
  await again.close()
})

test('a database of a newer version is refused and left alone', async () => {
  await sqliteLogStore(path).close()
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 99')
  database.close()
  expect(() => sqliteLogStore(path)).toThrow(expect.objectContaining({ code: 'storage-schema-newer' }))
})

test('a database of a version before has the new tables once it was opened', async () => {
  const before = sqliteLogStore(path)
  await before.transact((transaction) => transaction.putUser(user))
  await before.close()
  const database = new DatabaseSync(path)
  database.exec('DROP TABLE combined_messages')
  database.exec('DROP INDEX conversation_states_by_reading; DROP INDEX memberships_by_age')
  database.exec('ALTER TABLE conversation_states DROP COLUMN flags')
  database.exec('ALTER TABLE conversation_states DROP COLUMN deleted_seq')
  for (const column of ['group_avatar_url', 'group_notice', 'join_mode', 'invite_mode', 'be_invite_mode', 'mute']) {
    database.exec(`ALTER TABLE groups DROP COLUMN ${column}`)
  }
  database.exec('DROP INDEX memberships_of_managers')
  for (const column of ['member_nickname', 'mute']) database.exec(`ALTER TABLE memberships DROP COLUMN ${column}`)
  database.exec('DROP INDEX calls_by_expiry; ALTER TABLE calls DROP COLUMN next_expiry')
  database.exec('DROP TABLE files; DROP TABLE file_uses; DROP TABLE registers; PRAGMA user_version = 2')
  database.exec('DROP INDEX messages_by_reply')
  for (const column of ['signs', 'reply_count', 'attributes', 'replied', 'replied_seq']) {
    database.exec(`ALTER TABLE messages DROP COLUMN ${column}`)
  }
  database.close()

  const after = sqliteLogStore(path)
  expect(await after.read((reader) => reader.countUnusedFiles('ada'))).toBe(0)
  const ada = { type: 'user', userID: 'ada' } as const
  expect(await after.read((reader) => reader.listRegisters(ada, { limit: 1 }))).toEqual([])
  expect(await after.read((reader) => reader.getUsers(['ada']))).toEqual([user])
  await after.close()
})

test('a file that is no database, or that of another program, is refused', () => {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA application_id = 7')
  database.close()
  expect(() => sqliteLogStore(path)).toThrow(expect.objectContaining({ code: 'storage-corrupt' }))
  expect(() => sqliteLogStore(join(folder, 'nowhere', 'x'))).toThrow(
    expect.objectContaining({ code: 'storage-unavailable' }),
  )
})

test('every new database has its own epoch', async () => {
  const epochs = new Set<string>()
  for (const name of ['one', 'two']) {
    const store = sqliteLogStore(join(folder, name))
    epochs.add((await store.read((reader) => reader.getLogState())).epoch)
    await store.close()
  }
  expect(epochs.size).toBe(2)
})

test('OL-36 what a transaction wrote is in the files when its promise resolves', async () => {
  const store = sqliteLogStore(path)
  const copy = `${path}-copy`
  await store
    .transact((transaction) => transaction.putUser(user))
    .then(() => {
      for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix)
    })
  const found = sqliteLogStore(copy)
  expect(await found.read((reader) => reader.getUsers(['ada']))).toEqual([user])
  await Promise.all([store.close(), found.close()])
})

test('what is asked in one turn of the event loop shares one commit', async () => {
  const store = sqliteLogStore(path)
  const order: string[] = []
  const puts = ['a', 'b', 'c'].map((userID) =>
    store
      .transact(async (transaction) => {
        order.push(`run ${userID}`)
        await transaction.putUser({ ...user, userID })
      })
      .then(() => order.push(`done ${userID}`)),
  )
  await Promise.all(puts)
  expect(order).toEqual(['run a', 'run b', 'run c', 'done a', 'done b', 'done c'])
  await store.close()
})

test('a closed store refuses work', async () => {
  const store = sqliteLogStore(path)
  await store.close()
  await expect(store.read((reader) => reader.getLogState())).rejects.toMatchObject({ code: 'storage-closed' })
})

test('a data folder of version 1 opens with everything in it, and its messages can be changed', async () => {
  const database = new DatabaseSync(path)
  database.exec(await readFile(new URL('versions/schema-1.sql', import.meta.url), 'utf8'))
  database.close()
  const store = sqliteLogStore(path)
  const backend = createBackend({ store, clock: { now: () => 9 } })
  const bob = { conversationType: 'peer', conversationID: 'bob' } as const
  const content = { type: 'text', text: 'hello' } as const
  const send = { ...bob, messageID: 'm1', content, sentTime: 5 }
  // What was kept of an operation by that version still answers its repeat.
  const { message } = await backend.perform('ada', 'sendMessage', send, { operationID: 'o1' })
  expect(message).toMatchObject({ messageID: 'm1', content, messageSeq: 1 })
  const edit = { ...bob, messageID: 'm1', content: { type: 'text', text: 'hi' } } as const
  await backend.perform('ada', 'editMessage', edit, { operationID: 'o2' })
  const page = await backend.pull('ada', 'a1.1', 10)
  expect(page).toMatchObject({
    changes: [
      { type: 'userChanged' },
      { type: 'userChanged' },
      { type: 'messageAdded', message: { content: edit.content, revision: 1, editTime: 9 } },
      { type: 'messageChanged', readMark: { countedSeq: 1 }, removedCount: 0 },
    ],
  })
  await store.close()
})
