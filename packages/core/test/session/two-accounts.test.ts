import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'

const withEve = { conversationType: 'peer', conversationID: 'eve' } as const

/** A device on which Ada and then Bob have logged in, each with a draft of their own. */
async function sharedDevice() {
  const world = await createWorld()
  const device = world.device(memoryStorage())
  const tokens = { ada: world.network.issueToken('ada'), bob: world.network.issueToken('bob') }
  for (const userID of ['ada', 'bob'] as const) {
    const chat = device.launch()
    await chat.login(userID, { token: tokens[userID] })
    await chat.setConversationDraft(withEve, `of ${userID}`)
    await chat.destroy()
  }
  return { ...world, ...device, tokens }
}

test('OL-06 OL-09 two accounts in turn: only the last one logs in offline, and each finds its own data', async () => {
  const { network, launch, tokens } = await sharedDevice()
  network.setConnectivity('refused')
  const chat = launch()
  expect(await codeOf(chat.login('ada', { token: tokens.ada, isOfflineLogin: true }))).toBe('different-user')
  expect(await codeOf(chat.queryConversation(withEve))).toBe('not-logged-in')
  await chat.login('bob', { token: tokens.bob, isOfflineLogin: true })
  expect((await chat.queryConversation(withEve)).conversation.draft).toBe('of bob')
  await chat.destroy()
  network.setConnectivity('up')
  const next = launch()
  await next.login('ada', { token: tokens.ada })
  expect((await next.queryConversation(withEve)).conversation.draft).toBe('of ada')
  await next.destroy()
})

test('OL-06 OL-18 an account that clears its data leaves that of the other', async () => {
  const { launch, tokens } = await sharedDevice()
  const chat = launch()
  await chat.login('bob', { token: tokens.bob })
  await chat.logout({ isClearDB: true })
  await chat.login('ada', { token: tokens.ada })
  expect((await chat.queryConversation(withEve)).conversation.draft).toBe('of ada')
  await chat.destroy()
})

test.each([
  ['before', 'ada', 'different-user', undefined],
  ['after', 'bob', undefined, 'different-user'],
] as const)(
  'OL-06 a crash %s the record of the other account is durable leaves %s as the last login',
  async (moment, lastUserID, bobCode, adaCode) => {
    const world = await createWorld()
    const { launch, token, storage } = await world.returningDevice('ada', memoryStorage())
    const tokenOfBob = world.network.issueToken('bob')
    const crashing = launch({
      storage: {
        ...storage,
        small: {
          ...storage.small,
          // The process dies here: nothing of it goes on.
          async put(...parameters) {
            if (moment === 'after') await storage.small.put(...parameters)
            return new Promise(() => undefined)
          },
        },
      },
    })
    void codeOf(crashing.login('bob', { token: tokenOfBob }))
    await settle()
    world.network.setConnectivity('refused')
    const chat = launch()
    expect((await chat.queryLastLogin())?.userID).toBe(lastUserID)
    expect(await codeOf(chat.login('bob', { token: tokenOfBob, isOfflineLogin: true }))).toBe(bobCode)
    if (bobCode === undefined) await chat.logout()
    else expect(await codeOf(chat.login('ada', { token, isOfflineLogin: true }))).toBe(adaCode)
    await chat.destroy()
  },
)

test('OL-06 a session of the account before does not take back the place of the one that logged in after it', async () => {
  const { network, platform, launch, tokens } = await sharedDevice()
  const first = launch()
  await first.login('bob', { token: tokens.bob })
  await settle()
  const states = recordEvents(first, 'connectionStateChanged')
  const second = launch()
  await second.login('ada', { token: tokens.ada })
  // The first one connects again, which the backend allows.
  network.cut()
  await platform.control.advance(2_000)
  expect(states.at(-1)).toEqual({
    state: ConnectionState.Disconnected,
    event: ConnectionEvent.KickedOut,
    extendedData: 'other-user-on-device',
  })
  expect((await second.queryLastLogin())?.userID).toBe('ada')
  expect((await second.queryConversation(withEve)).conversation.draft).toBe('of ada')
  await first.destroy()
  await second.destroy()
})
