import { memoryStorage } from '@latchkey/storage-memory'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Chat } from '../../src/contract/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { createDeferred } from '../../src/runtime/deferred.js'
import { createFirstScreenStore } from '../../src/store/first-screen.js'
import { settle } from '../support/test-platform.js'
import { createWorld, eventOf, type World } from '../support/world.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const page = { count: 50 }

let world: World
let storage: StorageDriver
/** Ada's: the one that the backend accepts at her visit. */
let token: string
let written: number

beforeEach(async () => {
  world = await createWorld()
  token = world.network.issueToken('ada')
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-first-screen-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  storage = sqliteNodeStorage({ folder })
  written = 0
})

function launch(over: StorageDriver = storage): Chat {
  const chat = world.device(over).launch()
  onTestFinished(() => chat.destroy())
  return chat
}

async function login(chat: Chat): Promise<void> {
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login('ada', { token })
  await isCaughtUp
}

/** Ada was here, long enough for the first screen to be written, and closed the app. */
async function visit(over: StorageDriver = storage): Promise<void> {
  const chat = launch(over)
  await login(chat)
  await world.platform.control.advance(1_000)
  await chat.destroy()
}

/** The same storage, with a database that opens when `release` is called: an app that is closed waits for it. */
function heldStorage() {
  const gate = createDeferred<undefined>()
  const driver: StorageDriver = {
    ...storage,
    async open(...parameters) {
      await gate.promise
      return storage.open(...parameters)
    },
  }
  const release = () => {
    gate.resolve(undefined)
  }
  return { driver, release }
}

async function loginOffline(chat: Chat): Promise<void> {
  world.network.setConnectivity('refused')
  await chat.login('ada', { token, isOfflineLogin: true })
}

async function write(userID: string, text = 'Hello'): Promise<void> {
  written += 1
  const messageID = `m${String(written)}`
  const parameters = { ...withAda, messageID, content: { type: 'text', text }, sentTime: 0 } as const
  await world.network.backend.perform(userID, 'sendMessage', parameters, { operationID: `operation-${messageID}` })
  await world.platform.control.advance(1_000)
}

function record(): Promise<string | undefined> {
  return storage.small.get('test', 'first-screen')
}

test('OL-08 the conversation list and the newest messages are shown while the database opens', async () => {
  await write('eve')
  await write('bob')
  await visit()
  const { driver, release } = heldStorage()
  const ada = launch(driver)
  const history = ada.live.queryHistoryMessage(withBob, page)
  const list = ada.live.queryConversationList(page)
  for (const live of [history, list]) onTestFinished(live.subscribe(() => undefined))
  await loginOffline(ada)

  const first = await ada.queryConversationList({ count: 1 })
  expect(ada.storageState).toEqual({ state: 'opening' })
  expect(first.conversationList).toMatchObject([{ conversationID: 'bob', conversationName: 'Bob Hopper' }])
  await settle()
  expect(list.getSnapshot()).toMatchObject({ status: 'saved', conversationList: [{}, {}] })
  expect(history.getSnapshot()).toMatchObject({ status: 'saved', messageList: [{ messageID: 'm2' }] })

  const isOpen = eventOf(ada, 'storageStateChanged', ({ state }) => state === 'open')
  release()
  await isOpen
  const second = await ada.queryConversationList({ count: 1, cursor: first.nextCursor ?? '' })
  expect(second.conversationList).toMatchObject([{ conversationID: 'eve' }])
  expect(second).not.toHaveProperty('nextCursor')
})

test('OL-08 what the first screen does not hold waits for the database', async () => {
  await write('bob')
  await visit()
  const { driver, release } = heldStorage()
  const ada = launch(driver)
  await loginOffline(ada)
  const order: string[] = []
  const reads = [
    ada.queryConversationList({ count: 51 }).then(() => order.push('a longer list')),
    ada.queryHistoryMessage(withBob, page).then(() => order.push('history')),
  ]
  await ada.queryConversationList(page)
  order.push('the first screen')
  release()
  await Promise.all(reads)
  expect(order[0]).toBe('the first screen')
  expect(order).toHaveLength(3)
})

test('OL-09 the first screen of one user is never shown to another', async () => {
  await write('bob', 'For Ada alone')
  await visit()
  expect(await record()).toContain('For Ada alone')
  const firstScreen = createFirstScreenStore(storage, 'test')
  expect(await firstScreen.read('ada')).toMatchObject({ userID: 'ada' })
  expect(await firstScreen.read('eve')).toBeUndefined()
  const { driver, release } = heldStorage()
  const eve = launch(driver)
  const live = eve.live.queryConversationList(page)
  const seen: number[] = []
  onTestFinished(live.subscribe(() => seen.push(live.getSnapshot().conversationList.length)))
  await eve.login('eve', { token: world.network.issueToken('eve') })
  const read = eve.queryConversationList(page)
  await settle()
  release()
  expect(await read).toEqual({ conversationList: [] })
  expect(seen.every((count) => count === 0)).toBe(true)
})

test('OL-09 without a login that passed its checks nothing of it is shown', async () => {
  await write('bob')
  await visit()
  const ada = launch(heldStorage().driver)
  const live = ada.live.queryConversationList(page)
  onTestFinished(live.subscribe(() => undefined))
  world.network.setConnectivity('refused')
  const refused = ada.login('bob', { token: world.network.issueToken('bob'), isOfflineLogin: true })
  await expect(refused).rejects.toMatchObject({ code: 'different-user' })
  await expect(ada.queryConversationList(page)).rejects.toMatchObject({ code: 'not-logged-in' })
  await settle()
  expect(live.getSnapshot()).toEqual({ conversationList: [], hasMore: false, status: 'loading' })
})

test('OL-18 a message that was deleted is gone from it when the call resolves, and all of it after a logout', async () => {
  await write('bob', 'Forget this')
  await visit()
  const ada = launch()
  await login(ada)
  expect(await record()).toContain('Forget this')
  await ada.deleteMessages(withBob, ['m1'])
  expect(await record()).toBeDefined()
  expect(await record()).not.toContain('Forget this')
  await ada.logout()
  expect(await record()).toBeUndefined()
})

test('a conversation that was deleted is gone from it when the call resolves', async () => {
  await write('bob', 'Forget this')
  await visit()
  const ada = launch()
  await login(ada)
  await ada.deleteConversation(withBob)
  expect(await record()).not.toContain('Forget this')
})

test('a long preview is cut between two characters and marked, until the database answers', async () => {
  const long = `${'x'.repeat(119)}${'😀'.repeat(50)}`
  await write('bob', long)
  await visit()
  const { driver, release } = heldStorage()
  const ada = launch(driver)
  const live = ada.live.queryConversationList(page)
  onTestFinished(live.subscribe(() => undefined))
  await loginOffline(ada)
  const { conversationList } = await ada.queryConversationList(page)
  expect(conversationList).toMatchObject([
    { isLastMessageCut: true, lastMessage: { content: { text: 'x'.repeat(119) } } },
  ])
  const isOpen = eventOf(ada, 'storageStateChanged', ({ state }) => state === 'open')
  release()
  await isOpen
  const [whole] = (await ada.queryConversationList(page)).conversationList
  expect(whole).toMatchObject({ lastMessage: { content: { text: long } } })
  expect(whole).not.toHaveProperty('isLastMessageCut')
})

test('it fits a small record, whatever was written in whichever script', async () => {
  const longest = '語'.repeat(2_700)
  for (let index = 0; index < 55; index += 1) {
    const userID = `user-with-a-long-identifier-${String(index)}`
    await world.network.addUser({ userID, userName: '名'.repeat(80), userExtendedData: '', userAvatarUrl: '' })
    await write(userID, longest)
  }
  await visit()
  const text = (await record()) ?? ''
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1_024)
  const { driver, release } = heldStorage()
  const ada = launch(driver)
  await loginOffline(ada)
  const { conversationList, nextCursor } = await ada.queryConversationList(page)
  expect(conversationList.length).toBeGreaterThan(30)
  expect(nextCursor).toBeDefined()
  release()
})

test('it is not kept in storage that does not seal', async () => {
  const memory = memoryStorage()
  await write('bob')
  await visit(memory)
  expect(memory.supports.sealed ?? false).toBe(false)
  expect(await memory.small.get('test', 'first-screen')).toBeUndefined()
})
