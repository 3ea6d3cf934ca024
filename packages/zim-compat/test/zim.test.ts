import { expect, test } from 'vitest'
import { ZIM, ZIMConnectionEvent, ZIMConnectionState, ZIMErrorCode } from '../src/index.js'
import { appID, createWorld, numberOf, told } from './world.js'

test('there is one instance, which is made by create and found by getInstance', async () => {
  const world = await createWorld()
  ZIM.getInstance()?.destroy()
  expect(ZIM.getInstance()).toBeNull()
  const zim = world.launch()
  expect(ZIM.getInstance()).toBe(zim)
  expect(ZIM.create({ appID })).toBeNull()
  zim.destroy()
  expect(ZIM.getInstance()).toBeNull()
  expect(() => ZIM.create({ appID: -1 })).toThrow(
    expect.objectContaining({ code: ZIMErrorCode.CommonModuleParamsInvalid }),
  )
})

test('a listener gets the instance first, and a second one takes the place of the first', async () => {
  const world = await createWorld()
  const zim = world.launch()
  const first: unknown[] = []
  zim.on('connectionStateChanged', (instance) => first.push(instance))
  const seen: unknown[] = []
  zim.on('connectionStateChanged', (instance, { state, event }) => seen.push([instance === zim, state, event]))
  await zim.login('ada', { token: world.network.issueToken('ada') })
  expect(first).toEqual([])
  expect(seen).toEqual([
    [true, ZIMConnectionState.Connecting, ZIMConnectionEvent.ActiveLogin],
    [true, ZIMConnectionState.Connected, ZIMConnectionEvent.Success],
  ])
  zim.off('connectionStateChanged')
  await zim.logout()
  expect(seen).toHaveLength(2)
})

test('OL-06 OL-12 errors are Errors with the numbers that the apps know', async () => {
  const world = await createWorld()
  const zim = await world.launchAda()
  expect(await numberOf(zim.login('eve', { token: world.network.issueToken('eve') }))).toBe(6000111)
  await zim.logout()
  expect(await numberOf(zim.queryConversationList({ count: 10 }))).toBe(6000121)
  expect(await numberOf(zim.login('ada', { token: world.network.issueToken('ada'), isOfflineLogin: true }))).toBe(
    6000124,
  )
  expect(await numberOf(zim.login('ada', { token: 'rubbish' }))).toBe(6000103)
  expect(await numberOf(zim.login('with a space', { token: 'rubbish' }))).toBe(6000001)
  const refused = await zim.queryConversation('bob', 0).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(Error)
  expect(refused).toMatchObject({ code: 6000121, cause: { code: 'not-logged-in' } })
})

test('OL-16 a token is renewed without a connection', async () => {
  const world = await createWorld()
  const first = world.launch()
  const oldToken = world.network.issueToken('ada')
  await first.login('ada', { token: oldToken })
  world.network.setConnectivity('hung')
  const zim = world.launch()
  await zim.login('ada', { token: oldToken, isOfflineLogin: true })
  const token = world.network.issueToken('ada', { nonce: 'second' })
  expect(await zim.renewToken(token)).toEqual({ token })
  expect(await numberOf(zim.renewToken(''))).toBe(6000001)
})

test('OL-18 logout clears the local data when it is asked to', async () => {
  const world = await createWorld()
  const zim = await world.launchAda()
  await zim.insertMessageToLocalDB({ type: 1, message: 'here only' }, 'bob', 0, 'bob')
  const isOut = told(zim, 'connectionStateChanged', ({ state }) => state === ZIMConnectionState.Disconnected)
  await zim.logout({ isClearDB: true })
  await isOut
  const again = await world.launchAda()
  expect(await again.queryConversationList({ count: 10 })).toEqual({ conversationList: [] })
})

test('config objects that untyped callers forget are refused before anything else', async () => {
  const world = await createWorld()
  const zim = await world.launchAda()
  for (const [name, parameters] of [
    ['queryConversationList', []],
    ['queryUsersInfo', [['bob']]],
    ['queryBlacklist', [null]],
    ['sendMessage', [{ type: 1, message: 'hello' }, 'bob', 0]],
    ['queryHistoryMessage', ['bob', 0]],
    ['deleteMessages', ['no list', 'bob', 0, {}]],
    ['createGroup', [undefined, []]],
    ['callInvite', [['bob']]],
  ] as const) {
    const call: unknown = Reflect.apply(zim[name], zim, [...parameters])
    expect(await numberOf(Promise.resolve(call)), name).toBe(6000001)
  }
})
