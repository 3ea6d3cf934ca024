import { describe, expect, test } from 'vitest'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { TransportDriver } from '../../src/contract/transport-driver.js'
import { createChat } from '../../src/chat.js'
import { testPlatform } from '../support/test-platform.js'
import { codeOf, createWorld } from '../support/world.js'

/** Drivers that fail the test when they are touched. */
function untouchable() {
  const touched: string[] = []
  const touch = (name: string) => async () => {
    touched.push(name)
    throw new Error(`${name} was called`)
  }
  const storage: StorageDriver = {
    contractVersion: 1,
    name: 'untouchable',
    supports: {},
    small: { get: touch('small.get'), put: touch('small.put'), remove: touch('small.remove') },
    open: touch('open'),
    remove: touch('remove'),
  }
  const transport: TransportDriver = {
    contractVersion: 1,
    name: 'untouchable',
    supports: {},
    connect: touch('connect'),
  }
  const chat = createChat({ app: 'test', storage, transport, platform: testPlatform() })
  return { chat, touched }
}

const longUserID = 'a'.repeat(32)

describe('OL-02 userIDs', () => {
  test.each([
    ['an empty one', ''],
    ['33 bytes', `${longUserID}a`],
    ['a space', 'ada lovelace'],
    ['a letter that is not ASCII', 'adä'],
    ['a slash', 'ada/bob'],
    ['a quote', "ada'"],
    ['an asterisk', 'ada*'],
    ['a number', 7],
    ['nothing', undefined],
  ])('OL-02 %s is refused with the rule, before any I/O', async (_name, userID) => {
    const { chat, touched } = untouchable()
    const failure = await chat.login(userID as string, { token: 'x' }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'invalid-argument', details: { argument: 'userID' } })
    expect(String((failure as Error).message)).toContain('1 to 32 bytes')
    expect(touched).toEqual([])
  })

  test.each([longUserID, '09azAZ!#$%&()+-:;<=.>?@[]^_{}|~'])('OL-02 %s is accepted', async (userID) => {
    const { network, device } = await createWorld()
    await network.addUser({ userID, userName: '' })
    const chat = device().launch()
    expect(await codeOf(chat.login(userID, { token: network.issueToken(userID) }))).toBeUndefined()
    expect(chat.userID).toBe(userID)
    await chat.destroy()
  })
})

test('OL-01 without isOfflineLogin a login is online, even for the last user', async () => {
  const world = await createWorld()
  const { launch, token } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  expect(await codeOf(launch().login('ada', { token }))).toBe('transport-unreachable')
})

test('OL-03 a userName of 257 bytes is refused, one of 256 is taken, and an absent one leaves the last', async () => {
  const { network, device } = await createWorld()
  const { launch } = device()
  const chat = launch()
  const token = network.issueToken('ada')
  expect(await codeOf(chat.login('ada', { token, userName: 'ä'.repeat(128) + 'a' }))).toBe('invalid-argument')
  await chat.login('ada', { token, userName: 'ä'.repeat(128) })
  await chat.destroy()
  const again = launch()
  await again.login('ada', { token, userName: '' })
  expect((await again.queryLastLogin())?.userName).toBe('ä'.repeat(128))
  await again.destroy()
})

test('OL-04 a login needs a token in token mode and none in app-sign mode', async () => {
  const { network, device } = await createWorld({ appSign: 'sign' })
  const { launch } = device()
  expect(await codeOf(launch().login('ada'))).toBe('invalid-argument')
  const online = launch({ appSign: 'sign' })
  await online.login('ada')
  await online.destroy()
  network.setConnectivity('refused')
  const offline = launch({ appSign: 'sign' })
  await offline.login('ada', { isOfflineLogin: true })
  expect(offline.userID).toBe('ada')
  await offline.destroy()
})

describe('OL-05 a token lives at most 24 days', () => {
  const dayMs = 86_400_000
  test.each([
    [24 * dayMs, undefined],
    [24 * dayMs + 1, 'token-too-long-lived'],
  ])('OL-05 %d ms → %s, on the device and before the network', async (tokenLifeMs, code) => {
    const { network, device } = await createWorld({ tokenLifeMs })
    const chat = device().launch()
    if (code !== undefined) network.setConnectivity('hung')
    expect(await codeOf(chat.login('ada', { token: network.issueToken('ada') }))).toBe(code)
    await chat.destroy()
  })
})
