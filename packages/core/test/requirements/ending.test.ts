import { describe, expect, test } from 'vitest'
import { memoryStorage } from '@latchkey/storage-memory'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { schema } from '../../src/store/schema.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'

const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const hello = { type: 'text', text: 'Hello' } as const
const dayMs = 86_400_000

describe('OL-16 the life of a token', () => {
  test('OL-16 tokenWillExpire comes 30 s before the end, once', async () => {
    const { network, platform, device } = await createWorld()
    const chat = device().launch()
    const warnings = recordEvents(chat, 'tokenWillExpire')
    await chat.login('ada', { token: network.issueToken('ada') })
    await platform.control.advance(dayMs - 30_001)
    expect(warnings).toEqual([])
    await platform.control.advance(1)
    expect(warnings).toEqual([{ secondsLeft: 30 }])
    await platform.control.advance(29_000)
    expect(warnings).toHaveLength(1)
    await chat.destroy()
  })

  test('OL-16 tokenWillExpire comes at once when less is left', async () => {
    const { network, platform, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('refused')
    await platform.control.advance(dayMs - 12_000)
    const chat = launch()
    const warnings = recordEvents(chat, 'tokenWillExpire')
    await chat.login('ada', { token, isOfflineLogin: true })
    expect(warnings).toEqual([{ secondsLeft: 12 }])
    await chat.destroy()
  })

  test('OL-16 an unrenewed token ends the session, refuses everything and keeps the data', async () => {
    const { network, platform, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('refused')
    const chat = launch()
    await chat.login('ada', { token, isOfflineLogin: true })
    await chat.sendMessage(withBob, hello)
    await platform.control.advance(dayMs)
    expect(chat.connectionState).toBe(ConnectionState.Disconnected)
    const failure: unknown = await chat.queryConversationList({ count: 1 }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'not-logged-in', details: { event: ConnectionEvent.TokenExpired } })
    network.setConnectivity('up')
    await chat.login('ada', { token: network.issueToken('ada') })
    expect((await chat.queryConversationList({ count: 1 })).conversationList).toHaveLength(1)
    await chat.destroy()
  })

  test('OL-16 a renewed token is good for longer, online and offline', async () => {
    const { network, platform, device } = await createWorld()
    const chat = device().launch()
    await chat.login('ada', { token: network.issueToken('ada') })
    await platform.control.advance(dayMs / 2)
    await chat.renewToken(network.issueToken('ada', { nonce: 'a' }))
    await platform.control.advance(dayMs * 0.75)
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    network.setConnectivity('refused')
    network.cut()
    await settle()
    await chat.renewToken(network.issueToken('ada', { nonce: 'b' }))
    await platform.control.advance(dayMs * 0.75)
    expect(chat.userID).toBe('ada')
    await chat.destroy()
  })

  test('OL-16 renewToken refuses a token of another user and an expired one', async () => {
    const { network, platform, device } = await createWorld()
    const chat = device().launch()
    const old = network.issueToken('ada', { nonce: 'old' })
    expect(await codeOf(chat.renewToken(old))).toBe('not-logged-in')
    await platform.control.advance(dayMs)
    await chat.login('ada', { token: network.issueToken('ada') })
    expect(await codeOf(chat.renewToken(network.issueToken('bob')))).toBe('token-invalid')
    expect(await codeOf(chat.renewToken(old))).toBe('token-expired')
    await chat.destroy()
  })

  test('OL-16 the token provider is asked at the warning, and its token goes on', async () => {
    const { network, platform, device } = await createWorld()
    let asked = 0
    const chat = device().launch({
      tokenProvider: async () => {
        asked += 1
        return network.issueToken('ada', { nonce: String(asked) })
      },
    })
    await chat.login('ada', { token: network.issueToken('ada') })
    expect(asked).toBe(0)
    await platform.control.advance(3 * dayMs)
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    expect(asked).toBeGreaterThanOrEqual(3)
    await chat.destroy()
  })

  test.each<[string, () => Promise<string>]>([
    ['hangs', () => new Promise(() => undefined)],
    ['throws', () => Promise.reject(new Error('no token'))],
    ['gives something else', async () => ''],
  ])('OL-16 a token provider that %s is as none', async (_name, tokenProvider) => {
    const { network, platform, device } = await createWorld()
    const chat = device().launch({ tokenProvider })
    await chat.login('ada', { token: network.issueToken('ada') })
    const events = recordEvents(chat, 'connectionStateChanged')
    await platform.control.advance(dayMs - 1)
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    await platform.control.advance(1)
    expect(events.at(-1)?.event).toBe(ConnectionEvent.TokenExpired)
    expect(chat.connectionState).toBe(ConnectionState.Disconnected)
    await chat.destroy()
  })
})

describe('OL-17 the backend refuses the session', () => {
  test.each([
    ['kickOut', ConnectionEvent.KickedOut, 'kicked-out'],
    ['revoke', ConnectionEvent.KickedOut, 'token-refused'],
    ['unregister', ConnectionEvent.Unregistered, 'user-unknown'],
  ] as const)('OL-17 after %s the session ends with its reason, and data is kept', async (refuse, event, code) => {
    const { network, returningDevice } = await createWorld()
    const { launch, token, storage } = await returningDevice('ada')
    const chat = launch()
    await chat.login('ada', { token, isOfflineLogin: true })
    await settle()
    await chat.setConversationDraft(withBob, 'kept')
    const records: (string | undefined)[] = []
    const small: StorageDriver['small'] = storage.small
    const events = recordEvents(chat, 'connectionStateChanged')
    chat.on('connectionStateChanged', () => {
      void small.get('test', 'last-login').then((record) => records.push(record))
    })
    await network[refuse]('ada')
    await settle()
    expect(events.at(-1)).toEqual({ state: ConnectionState.Disconnected, event, extendedData: code })
    expect(await codeOf(chat.queryConversationList({ count: 1 }))).toBe('not-logged-in')
    // The marker was there when the event came.
    expect(records[0]).toContain('"endedBy":"refusal"')
    const session = await storage.open({ app: 'test', userID: 'ada' }, schema)
    const [kept] = await session.get('conversations', [['peer', 'bob']])
    expect(kept?.row['draft']).toBe('kept')
    await session.close()
    await chat.destroy()
  })

  test("OL-17 onRefused: 'wipe' tells what will be lost, and then deletes the data", async () => {
    const { network, returningDevice } = await createWorld()
    const base = memoryStorage()
    const removed: string[] = []
    const storage: StorageDriver = {
      ...base,
      async remove(scope, options) {
        removed.push(scope.userID)
        await base.remove(scope, options)
      },
    }
    const { launch, token } = await returningDevice('ada', storage)
    network.setConnectivity('refused')
    const chat = launch({ onRefused: 'wipe' })
    await chat.login('ada', { token, isOfflineLogin: true })
    const { operationID } = await chat.sendMessage(withBob, hello)
    const order: string[] = []
    chat.on('outboxWillBeLost', ({ operationList }) => {
      order.push(`lost ${operationList.map((operation) => operation.operationID).join()} ${removed.join()}`)
    })
    network.revoke('ada')
    network.setConnectivity('up')
    await chat.destroy().then(() => undefined)
    const again = launch({ onRefused: 'wipe' })
    again.on('outboxWillBeLost', ({ operationList }) => {
      order.push(`lost ${operationList.map((operation) => operation.operationID).join()} ${removed.join()}`)
    })
    await again.login('ada', { token, isOfflineLogin: true })
    await settle()
    expect(order).toEqual([`lost ${operationID} `])
    expect(removed).toEqual(['ada'])
    await again.destroy()
  })
})

describe('OL-18 logging out', () => {
  test('OL-18 logout keeps the data, and its marker is durable when it resolves', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch, token, storage } = await returningDevice('ada')
    network.setConnectivity('refused')
    const chat = launch()
    await chat.login('ada', { token, isOfflineLogin: true })
    await chat.setConversationDraft(withBob, 'kept')
    await chat.logout()
    expect(await storage.small.get('test', 'last-login')).toContain('"endedBy":"logout"')
    network.setConnectivity('up')
    await chat.login('ada', { token })
    expect((await chat.queryConversation(withBob)).conversation.draft).toBe('kept')
    await chat.logout({ isClearDB: true })
    await chat.login('ada', { token })
    expect(await codeOf(chat.queryConversation(withBob))).toBe('conversation-not-found')
    await chat.destroy()
  })

  test('OL-18 logout without a session forbids offline login too', async () => {
    const { returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    await launch().logout()
    expect(await codeOf(launch().login('ada', { token, isOfflineLogin: true }))).toBe('logged-out')
  })
})

describe('OL-19 every call of the login contract has one outcome in every phase', () => {
  test('OL-19 a second login is refused while one is pending or a session lives', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('hung')
    const chat = launch()
    const pending = codeOf(chat.login('ada', { token }))
    expect(await codeOf(chat.login('ada', { token }))).toBe('login-in-progress')
    await chat.logout()
    expect(await pending).toBe('login-cancelled')
    network.setConnectivity('up')
    await chat.login('ada', { token })
    expect(await codeOf(chat.login('bob', { token: network.issueToken('bob') }))).toBe('already-logged-in')
    await chat.destroy()
  })

  test.each([true, false])('OL-19 destroy during a login (offline: %s) settles it', async (isOfflineLogin) => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('hung')
    const chat = launch()
    const login = codeOf(chat.login('ada', { token, isOfflineLogin }))
    await chat.destroy()
    expect(await login).toBe('chat-destroyed')
    expect(chat.connectionState).toBe(ConnectionState.Disconnected)
  })

  test('OL-19 after destroy every call rejects chat-destroyed, and no timer or listener is left', async () => {
    const { platform, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    const chat = launch()
    await chat.login('ada', { token, isOfflineLogin: true })
    await settle()
    const waiting = codeOf(chat.whenSettled((await chat.sendMessage(withBob, hello)).operationID))
    await chat.destroy()
    await chat.destroy()
    expect(['chat-destroyed', undefined]).toContain(await waiting)
    expect(await codeOf(chat.login('ada', { token }))).toBe('chat-destroyed')
    expect(await codeOf(chat.logout())).toBe('chat-destroyed')
    expect(await codeOf(chat.renewToken('x'))).toBe('chat-destroyed')
    expect(await codeOf(chat.queryLastLogin())).toBe('chat-destroyed')
    expect(await codeOf(chat.queryGroupList({ count: 1 }))).toBe('chat-destroyed')
    expect(platform.control.pendingTimers).toBe(0)
    expect(platform.control.listeners).toBe(0)
  })

  test('OL-19 a login right after a logout waits for it and then goes on', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    const chat = launch()
    await chat.login('ada', { token, isOfflineLogin: true })
    const logout = chat.logout()
    await chat.login('bob', { token: network.issueToken('bob') })
    await logout
    expect(chat.userID).toBe('bob')
    await chat.destroy()
  })
})

test('OL-40 a second chat over the same storage gets storage-owned-elsewhere, and never an empty database', async () => {
  const { returningDevice } = await createWorld()
  const { launch, token } = await returningDevice('ada')
  const first = launch()
  await first.login('ada', { token, isOfflineLogin: true })
  await first.setConversationDraft(withBob, 'here')
  const second = launch()
  await second.login('ada', { token, isOfflineLogin: true })
  expect(await codeOf(second.queryConversationList({ count: 10 }))).toBe('storage-owned-elsewhere')
  expect((await first.queryConversationList({ count: 10 })).conversationList).toHaveLength(1)
  await second.destroy()
  await first.destroy()
})
