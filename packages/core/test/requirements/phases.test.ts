import { memoryStorage } from '@latchkey/storage-memory'
import { describe, expect, test } from 'vitest'
import type { Chat } from '../../src/contract/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld } from '../support/world.js'

const page = { count: 10 }
const never = () => new Promise<never>(() => undefined)

/** A chat over a device that Ada has used, and everything that a phase needs. */
async function createScene(fault: (storage: StorageDriver) => StorageDriver = (storage) => storage) {
  const world = await createWorld()
  const { launch, token, storage } = await world.returningDevice('ada', memoryStorage())
  return { ...world, chat: launch({ storage: fault(storage) }), token }
}

type Scene = Awaited<ReturnType<typeof createScene>>

/** Brings a chat into a phase. What it leaves pending comes back, as the code it will settle with. */
const phases: Readonly<Record<string, (scene: Scene) => Promise<readonly Promise<string | undefined>[]>>> = {
  idle: async () => [],
  async 'logging in offline'({ chat, token }) {
    return [codeOf(chat.login('ada', { token, isOfflineLogin: true }))]
  },
  async 'logging in online'({ network, chat, token }) {
    network.setConnectivity('hung')
    const login = codeOf(chat.login('ada', { token }))
    await settle()
    return [login]
  },
  async active({ chat, token }) {
    await chat.login('ada', { token, isOfflineLogin: true })
    await settle()
    return []
  },
  async ending({ chat, token }) {
    await chat.login('ada', { token, isOfflineLogin: true })
    return [codeOf(chat.logout())]
  },
  async destroyed({ chat }) {
    await chat.destroy()
    return []
  },
}

const calls: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'login offline': ({ chat, token }) => chat.login('ada', { token, isOfflineLogin: true }),
  'login online': ({ network, chat, token }) => {
    network.setConnectivity('up')
    return chat.login('ada', { token })
  },
  logout: ({ chat }) => chat.logout(),
  renewToken: ({ network, chat }) => chat.renewToken(network.issueToken('ada', { nonce: 'new' })),
  queryLastLogin: ({ chat }) => chat.queryLastLogin(),
  destroy: ({ chat }) => chat.destroy(),
  'a read': ({ chat }) => chat.queryConversationList(page),
}

const ok = undefined
const outcomes: readonly (readonly [phase: string, call: string, code: string | undefined])[] = [
  ['idle', 'login offline', ok],
  ['idle', 'login online', ok],
  ['idle', 'logout', ok],
  ['idle', 'renewToken', 'not-logged-in'],
  ['idle', 'queryLastLogin', ok],
  ['idle', 'destroy', ok],
  ['idle', 'a read', 'not-logged-in'],
  ['logging in offline', 'login offline', 'login-in-progress'],
  ['logging in offline', 'login online', 'login-in-progress'],
  ['logging in offline', 'logout', ok],
  ['logging in offline', 'renewToken', 'not-logged-in'],
  ['logging in offline', 'queryLastLogin', ok],
  ['logging in offline', 'destroy', ok],
  ['logging in offline', 'a read', 'not-logged-in'],
  ['logging in online', 'login offline', 'login-in-progress'],
  ['logging in online', 'login online', 'login-in-progress'],
  ['logging in online', 'logout', ok],
  ['logging in online', 'renewToken', 'not-logged-in'],
  ['logging in online', 'queryLastLogin', ok],
  ['logging in online', 'destroy', ok],
  ['logging in online', 'a read', 'not-logged-in'],
  ['active', 'login offline', 'already-logged-in'],
  ['active', 'login online', 'already-logged-in'],
  ['active', 'logout', ok],
  ['active', 'renewToken', ok],
  ['active', 'queryLastLogin', ok],
  ['active', 'destroy', ok],
  ['active', 'a read', ok],
  ['ending', 'login offline', 'logged-out'],
  ['ending', 'login online', ok],
  ['ending', 'logout', ok],
  ['ending', 'renewToken', 'not-logged-in'],
  ['ending', 'queryLastLogin', ok],
  ['ending', 'destroy', ok],
  ['ending', 'a read', 'not-logged-in'],
  ['destroyed', 'login offline', 'chat-destroyed'],
  ['destroyed', 'login online', 'chat-destroyed'],
  ['destroyed', 'logout', 'chat-destroyed'],
  ['destroyed', 'renewToken', 'chat-destroyed'],
  ['destroyed', 'queryLastLogin', 'chat-destroyed'],
  ['destroyed', 'destroy', ok],
  ['destroyed', 'a read', 'chat-destroyed'],
]

test('OL-19 the table has every call in every phase', () => {
  const cells = outcomes.map(([phase, call]) => `${phase}/${call}`).sort()
  const expected = Object.keys(phases).flatMap((phase) => Object.keys(calls).map((call) => `${phase}/${call}`))
  expect(cells).toEqual(expected.sort())
})

test.each(outcomes)('OL-19 %s, then %s: %s, and nothing is left behind', async (phase, call, code) => {
  const scene = await createScene()
  const { chat, platform } = scene
  const pending = (await phases[phase]?.(scene)) ?? []
  expect(await codeOf(calls[call]?.(scene) ?? never())).toBe(code)
  await chat.destroy()
  for (const code of await Promise.all(pending)) expect([ok, 'login-cancelled', 'chat-destroyed']).toContain(code)
  await settle()
  expect(platform.control.pendingTimers).toBe(0)
  expect(platform.control.listeners).toBe(0)
})

/** Ends the chat in a way, while a part of the storage never answers. */
const endings: readonly (readonly [string, string, (chat: Chat) => Promise<void>])[] = [
  ['logout', 'not-logged-in', (chat) => chat.logout()],
  ['destroy', 'chat-destroyed', (chat) => chat.destroy()],
]

test.each(endings)('OL-19 %s settles what is pending: %s', async (_name, code, end) => {
  const { network, chat, token } = await createScene()
  network.setConnectivity('hung')
  await chat.login('ada', { token, isOfflineLogin: true })
  const { operationID } = await chat.sendMessage(
    { conversationType: 'peer', conversationID: 'bob' },
    { type: 'text', text: 'Hello' },
  )
  const settlement = codeOf(chat.whenSettled(operationID))
  await settle()
  await end(chat)
  expect(await settlement).toBe(code)
})

describe('OL-19 a storage that never answers holds up no ending', () => {
  test.each(endings)(
    'OL-19 OL-08 %s ends a session whose database never opens, and its reads: %s',
    async (_name, code, end) => {
      const { chat, token, platform } = await createScene((storage) => ({ ...storage, open: never }))
      await chat.login('ada', { token, isOfflineLogin: true })
      const read = codeOf(chat.queryConversationList(page))
      const ended = end(chat)
      expect(await read).toBe(code)
      await platform.control.advance(10_000)
      await ended
      expect(platform.control.pendingTimers).toBe(0)
    },
  )

  test('OL-19 a database that opens after the session ended is closed, and can be opened again', async () => {
    let open: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      open = resolve
    })
    const { chat, token, platform } = await createScene((storage) => ({
      ...storage,
      async open(...parameters) {
        await held
        return storage.open(...parameters)
      },
    }))
    await chat.login('ada', { token, isOfflineLogin: true })
    const ended = chat.logout()
    await platform.control.advance(10_000)
    await ended
    open()
    await settle()
    await chat.login('ada', { token })
    expect((await chat.queryConversationList(page)).conversationList).toEqual([])
    await chat.destroy()
  })

  test('OL-19 destroy ends a login whose record is never read', async () => {
    const { chat, token } = await createScene((storage) => ({ ...storage, small: { ...storage.small, get: never } }))
    const login = codeOf(chat.login('ada', { token, isOfflineLogin: true }))
    await chat.destroy()
    expect(await login).toBe('chat-destroyed')
  })
})
