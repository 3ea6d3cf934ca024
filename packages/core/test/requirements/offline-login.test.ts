import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@latchkey/storage-memory'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { loopbackToken } from '@latchkey/transport-loopback'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf, recordEvents } from '../support/world.js'

const offline = (token: string) => ({ token, isOfflineLogin: true })
const dayMs = 86_400_000

describe('OL-06 who may log in offline', () => {
  test('OL-06 the last user may', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('refused')
    const chat = launch()
    await chat.login('ada', offline(token))
    expect(chat.userID).toBe('ada')
    await chat.destroy()
  })

  test('OL-06 OL-30 nobody may who has never logged in here: no-previous-login', async () => {
    const { network, device } = await createWorld()
    expect(
      await codeOf(
        device()
          .launch()
          .login('ada', offline(network.issueToken('ada'))),
      ),
    ).toBe('no-previous-login')
  })

  test('OL-06 OL-30 another user may not: different-user', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch } = await returningDevice('ada')
    expect(await codeOf(launch().login('bob', offline(network.issueToken('bob'))))).toBe('different-user')
  })

  test('OL-06 OL-18 nobody may after a logout: logged-out', async () => {
    const { returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    const chat = launch()
    await chat.login('ada', offline(token))
    await chat.logout()
    expect(await codeOf(chat.login('ada', offline(token)))).toBe('logged-out')
  })

  test('OL-06 OL-17 nobody may after a refusal: session-refused', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.revoke('ada')
    const chat = launch()
    const ended = eventOf(chat, 'connectionStateChanged', ({ state }) => state === ConnectionState.Disconnected)
    await chat.login('ada', offline(token))
    await ended
    expect(await codeOf(chat.login('ada', offline(token)))).toBe('session-refused')
  })

  test('OL-06 a record that was changed is refused: record-tampered', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-core-'))
    onTestFinished(() => {
      rmSync(folder, { recursive: true })
    })
    const { returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada', sqliteNodeStorage({ folder }))
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.sealed'))) {
      const bytes = readFileSync(join(folder, name))
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
      writeFileSync(join(folder, name), bytes)
    }
    expect(await codeOf(launch().login('ada', offline(token)))).toBe('record-tampered')
    expect(await codeOf(launch().queryLastLogin())).toBe('record-tampered')
  })

  test('OL-06 a record of another shape is refused: record-tampered', async () => {
    const { returningDevice } = await createWorld()
    const { launch, token, storage } = await returningDevice('ada')
    await storage.small.put('test', 'last-login', '{"kind":"login","userID":"ada"}')
    expect(await codeOf(launch().login('ada', offline(token)))).toBe('record-tampered')
  })
})

describe('OL-07 which tokens pass offline', () => {
  test('OL-07 another token passes when its signature holds with a kept public key', async () => {
    const { network, platform, returningDevice } = await createWorld({ publicKeys: [{ kty: 'loopback', kid: 'k1' }] })
    const { launch } = await returningDevice('ada')
    network.setConnectivity('refused')
    const times = { issuedAt: platform.clock.now(), expiresAt: platform.clock.now() + dayMs }
    expect(await codeOf(launch().login('ada', offline(loopbackToken('ada', { ...times, keyID: 'k2' }))))).toBe(
      'token-not-verifiable',
    )
    const chat = launch()
    await chat.login('ada', offline(loopbackToken('ada', { ...times, keyID: 'k1' })))
    expect(chat.userID).toBe('ada')
    await chat.destroy()
  })

  test('OL-07 another token without a fitting key does not: token-not-verifiable', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch } = await returningDevice('ada')
    const other = network.issueToken('ada', { nonce: 'other' })
    expect(await codeOf(launch().login('ada', offline(other)))).toBe('token-not-verifiable')
  })

  test('OL-07 OL-30 a token that names another user does not: token-invalid', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch } = await returningDevice('ada')
    expect(await codeOf(launch().login('ada', offline(network.issueToken('bob'))))).toBe('token-invalid')
  })

  test('OL-07 OL-33 an expired token does not, and a fresh online login works at once: token-expired', async () => {
    const { network, platform, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    await platform.control.advance(dayMs)
    const chat = launch()
    expect(await codeOf(chat.login('ada', offline(token)))).toBe('token-expired')
    await chat.login('ada', { token: network.issueToken('ada') })
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    await chat.destroy()
  })

  test('OL-07 OL-35 setting the clock back revives no expired token', async () => {
    const { network, platform, returningDevice } = await createWorld()
    const start = platform.clock.now()
    const { launch, token } = await returningDevice('ada')
    await platform.control.advance(dayMs - 1_000)
    const online = launch()
    const later = network.issueToken('ada')
    await online.login('ada', { token: later })
    await online.destroy()
    // The kept record now says what time it is at least. The token of the first login ended soon after that.
    await platform.control.advance(dayMs)
    const seen = launch()
    await seen.login('ada', { token: network.issueToken('ada') })
    await seen.destroy()
    platform.control.setClock(start)
    expect(await codeOf(launch().login('ada', offline(token)))).toBe('token-expired')
    expect(await codeOf(launch().login('ada', offline(later)))).toBe('token-expired')
  })

  test('OL-07 a token that the device cannot read passes when the backend last accepted it, until the expiry it stated', async () => {
    const { network, platform, device } = await createWorld()
    const { launch } = device()
    const token = network.issueToken('ada')
    const opaque = (chatLaunch: typeof launch) =>
      chatLaunch({
        tokenReader: { contractVersion: 1, name: 'none', read: () => undefined, verify: async () => false },
      })
    const online = opaque(launch)
    await online.login('ada', { token })
    await online.destroy()
    network.setConnectivity('refused')
    const again = opaque(launch)
    await again.login('ada', offline(token))
    await again.destroy()
    expect(await codeOf(opaque(launch).login('ada', offline(`${token}x`)))).toBe('token-not-verifiable')
    await platform.control.advance(dayMs)
    expect(await codeOf(opaque(launch).login('ada', offline(token)))).toBe('token-expired')
  })

  test('OL-07 OL-16 a token renewed inside a verified session counts as accepted', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('refused')
    const chat = launch()
    await chat.login('ada', offline(token))
    const renewed = network.issueToken('ada', { nonce: 'renewed' })
    await chat.renewToken(renewed)
    await chat.destroy()
    const again = launch()
    await again.login('ada', offline(renewed))
    expect(again.userID).toBe('ada')
    await again.destroy()
  })
})

describe('OL-08 what an offline login waits for', () => {
  test.each(['refused', 'hung'] as const)('OL-08 OL-32 not for a network that is %s', async (connectivity) => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity(connectivity)
    const chat = launch()
    await chat.login('ada', offline(token))
    expect((await chat.queryConversationList({ count: 10 })).conversationList).toEqual([])
    expect(chat.connectionState).toBe(ConnectionState.Connecting)
    await chat.destroy()
  })

  test('OL-08 not for the database: reads wait for it, and storageStateChanged tells', async () => {
    const { returningDevice } = await createWorld()
    const { launch, token, storage } = await returningDevice('ada')
    let open: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      open = resolve
    })
    const slow: StorageDriver = {
      ...storage,
      async open(...parameters) {
        await held
        return storage.open(...parameters)
      },
    }
    const chat = launch({ storage: slow })
    const states = recordEvents(chat, 'storageStateChanged')
    await chat.login('ada', offline(token))
    let isAnswered = false
    const answer = chat.queryGroupList({ count: 10 }).finally(() => {
      isAnswered = true
    })
    await settle()
    expect(isAnswered).toBe(false)
    expect(states.map(({ state }) => state)).toEqual(['opening'])
    open()
    expect((await answer).groupList).toEqual([])
    expect(states.map(({ state }) => state)).toEqual(['opening', 'open'])
    await chat.destroy()
  })

  test('OL-08 when the database fails, reads reject with its code', async () => {
    const { returningDevice } = await createWorld()
    const { launch, token, storage } = await returningDevice('ada')
    const broken: StorageDriver = {
      ...storage,
      open: async () => {
        throw new ChatError('storage-corrupt')
      },
    }
    const chat = launch({ storage: broken })
    await chat.login('ada', offline(token))
    expect(await codeOf(chat.queryGroupList({ count: 10 }))).toBe('storage-corrupt')
    expect(chat.storageState).toMatchObject({ state: 'failed', error: { code: 'storage-corrupt' } })
    await chat.destroy()
  })

  test('OL-08 a wrong key makes the login itself reject: storage-key-wrong', async () => {
    const { returningDevice } = await createWorld()
    const { launch, token, storage } = await returningDevice('ada')
    const locked: StorageDriver = {
      ...storage,
      small: {
        ...storage.small,
        get: async () => {
          throw new ChatError('storage-key-wrong')
        },
      },
    }
    expect(await codeOf(launch({ storage: locked }).login('ada', offline(token)))).toBe('storage-key-wrong')
  })
})

test('OL-09 after a refused login the state is Disconnected and every read is refused', async () => {
  const { network, returningDevice } = await createWorld()
  const { launch } = await returningDevice('ada')
  const chat = launch()
  const states = recordEvents(chat, 'connectionStateChanged')
  expect(await codeOf(chat.login('bob', offline(network.issueToken('bob'))))).toBe('different-user')
  expect(chat.connectionState).toBe(ConnectionState.Disconnected)
  expect(states).toEqual([])
  const conversation = { conversationType: 'peer', conversationID: 'bob' } as const
  const reads: Readonly<Record<string, () => Promise<unknown>>> = {
    querySelfUserInfo: () => chat.querySelfUserInfo(),
    queryUsersInfo: () => chat.queryUsersInfo(['ada']),
    queryGroupList: () => chat.queryGroupList({ count: 1 }),
    queryGroupInfo: () => chat.queryGroupInfo('team'),
    queryGroupMemberList: () => chat.queryGroupMemberList('team', { count: 1 }),
    queryGroupMemberCount: () => chat.queryGroupMemberCount('team'),
    queryGroupMemberInfo: () => chat.queryGroupMemberInfo('team', ['bob']),
    queryHistoryMessage: () => chat.queryHistoryMessage(conversation, { count: 1 }),
    queryMessages: () => chat.queryMessages(conversation, ['x']),
    queryCallInvitationList: () => chat.queryCallInvitationList({ count: 1 }),
    queryConversation: () => chat.queryConversation(conversation),
    queryConversationList: () => chat.queryConversationList({ count: 1 }),
    queryConversationPinnedList: () => chat.queryConversationPinnedList({ count: 1 }),
    queryConversationTotalUnreadMessageCount: () => chat.queryConversationTotalUnreadMessageCount(),
    queryOperationList: () => chat.queryOperationList({ count: 1 }),
  }
  const offered = Object.keys(chat).filter((name) => name.startsWith('query') && name !== 'queryLastLogin')
  expect(Object.keys(reads).sort()).toEqual(offered.sort())
  for (const [name, read] of Object.entries(reads))
    expect([name, await codeOf(read())]).toEqual([name, 'not-logged-in'])
})

describe('OL-10 OL-11 OL-31 connecting by itself', () => {
  test('OL-10 Connecting with ActiveLogin is delivered before the promise resolves', async () => {
    const { network, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('hung')
    const chat = launch()
    const seen: string[] = []
    chat.on('connectionStateChanged', ({ state, event }) => seen.push(`${String(state)}/${String(event)}`))
    await chat.login('ada', offline(token)).then(() => seen.push('resolved'))
    expect(seen).toEqual([`${String(ConnectionState.Connecting)}/${String(ConnectionEvent.ActiveLogin)}`, 'resolved'])
    await chat.destroy()
  })

  test('OL-10 OL-11 OL-31 it goes on trying, and Connected comes only when the backend is reached', async () => {
    const { network, platform, returningDevice } = await createWorld({ tokenLifeMs: 20 * dayMs })
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('refused')
    const chat = launch()
    const syncs = recordEvents(chat, 'syncStateChanged')
    await chat.login('ada', offline(token))
    await platform.control.advance(dayMs / 4)
    expect(chat.connectionState).toBe(ConnectionState.Connecting)
    expect(syncs).toEqual([])
    network.setConnectivity('up')
    await platform.control.advance(30_000)
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    expect(syncs.map(({ state }) => state)).toEqual(['started', 'finished'])
    await chat.destroy()
  })

  test.each(['comeOnline', 'show'] as const)('OL-10 it tries at once when the platform says %s', async (hint) => {
    const { network, platform, returningDevice } = await createWorld({ tokenLifeMs: 20 * dayMs })
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('refused')
    const chat = launch()
    await chat.login('ada', offline(token))
    await platform.control.advance(dayMs / 4)
    network.setConnectivity('up')
    platform.control[hint]()
    await settle()
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    await chat.destroy()
  })

  test('OL-10 an attempt that hangs is given up when the platform says that the network came back', async () => {
    const { network, platform, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('hung')
    const chat = launch()
    await chat.login('ada', { token, isOfflineLogin: true })
    await platform.control.advance(5_000)
    network.setConnectivity('up')
    platform.control.comeOnline()
    await settle()
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    await chat.destroy()
  })

  test('OL-10 the pauses between tries grow, to at most 30 s', async () => {
    const { platform, returningDevice, network } = await createWorld({ tokenLifeMs: 20 * dayMs })
    const { launch, token } = await returningDevice('ada')
    const attempts: number[] = []
    const transport = network.transport()
    const chat = launch({
      transport: {
        ...transport,
        connect: async () => {
          attempts.push(platform.clock.now())
          throw new ChatError('transport-unreachable')
        },
      },
    })
    await chat.login('ada', offline(token))
    await platform.control.advance(10 * 60_000)
    const pauses = attempts.slice(1).map((time, index) => time - (attempts[index] ?? 0))
    expect(pauses.length).toBeGreaterThan(15)
    expect(pauses[0]).toBeLessThanOrEqual(500)
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000)
    expect(pauses.slice(-5).every((pause) => pause >= 15_000)).toBe(true)
    expect(new Set(pauses.slice(-8)).size).toBeGreaterThan(1)
    await chat.destroy()
  })
})

test('OL-12 every call that needs the network is refused at once with the state in its details', async () => {
  const { network, returningDevice } = await createWorld()
  const { launch, token } = await returningDevice('ada')
  network.setConnectivity('hung')
  const chat = launch()
  await chat.login('ada', offline(token))
  const calls = [
    () => chat.createGroup('team', { groupName: 'Team', userIDs: ['bob'] }),
    () => chat.inviteUsersIntoGroup('team', ['bob']),
    () => chat.leaveGroup('team'),
    () => chat.callInvite(['bob']),
    () => chat.callCancel('x'),
    () => chat.callAccept('x'),
    () => chat.callReject('x'),
    () => chat.queryUsersInfo(['bob'], { isQueryFromServer: true }),
    () => chat.queryGroupInfo('team', { isQueryFromServer: true }),
    () => chat.queryGroupMemberList('team', { count: 10, isQueryFromServer: true }),
    () => chat.queryGroupMemberCount('team', { isQueryFromServer: true }),
  ]
  for (const call of calls) {
    const failure: unknown = await call().catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'not-connected', details: { state: ConnectionState.Connecting } })
  }
  await chat.destroy()
})

describe('OL-14 OL-34 online logins', () => {
  test('OL-14 OL-34 rejects within loginTimeoutMs when the network hangs, and never falls back', async () => {
    const { network, platform, returningDevice } = await createWorld()
    const { launch, token } = await returningDevice('ada')
    network.setConnectivity('hung')
    const chat = launch({ loginTimeoutMs: 5_000 })
    const states = recordEvents(chat, 'connectionStateChanged')
    const login = codeOf(chat.login('ada', { token }))
    await platform.control.advance(4_999)
    expect(chat.connectionState).toBe(ConnectionState.Connecting)
    await platform.control.advance(1)
    expect(await login).toBe('login-timeout')
    expect(chat.userID).toBeUndefined()
    expect(states.at(-1)).toEqual({
      state: ConnectionState.Disconnected,
      event: ConnectionEvent.LoginTimeout,
      extendedData: 'login-timeout',
    })
  })

  test('OL-14 resolves once the backend accepted, with Connected and a durable record', async () => {
    const { network, device } = await createWorld()
    const { launch, storage } = device(memoryStorage())
    const chat = launch()
    await chat.login('ada', { token: network.issueToken('ada') })
    expect(chat.connectionState).toBe(ConnectionState.Connected)
    expect(await storage.small.get('test', 'last-login')).toContain('"userID":"ada"')
    await chat.destroy()
  })
})

test('OL-15 queryLastLogin tells user, name, whether the token is good and the record sealed, and never the token', async () => {
  const { platform, returningDevice, device } = await createWorld()
  expect(await device().launch().queryLastLogin()).toBeUndefined()
  const { launch, token } = await returningDevice('ada')
  const lastLogin = await launch().queryLastLogin()
  expect(lastLogin).toEqual({ userID: 'ada', userName: 'Ada Lovelace', isTokenGood: true, isSealed: false })
  expect(JSON.stringify(lastLogin)).not.toContain(token)
  await platform.control.advance(dayMs)
  expect((await launch().queryLastLogin())?.isTokenGood).toBe(false)
})
