import { expect, onTestFinished, test } from 'vitest'
import { ZIM, ZIMConnectionState } from '../src/index.js'
import { appID, createWorld } from './world.js'

/** What an app does that is opened without a network, as the public description of offline login has it. */
async function program(userID: string, token: string) {
  ZIM.create({ appID })
  const zim = ZIM.getInstance()
  if (zim === null) throw new TypeError('No instance.')
  const states: number[] = []
  const isOnline = new Promise<void>((resolve) => {
    zim.on('connectionStateChanged', (_zim, { state }) => {
      states.push(state)
      if (state === ZIMConnectionState.Connected) resolve()
    })
  })
  await zim.login(userID, { userName: '', token, isOfflineLogin: true })
  const { userList } = await zim.queryUsersInfo([userID, 'bob'], { isQueryFromServer: false })
  const { groupList } = await zim.queryGroupList()
  const { conversationList } = await zim.queryConversationList({ count: 20 })
  const { callList } = await zim.queryCallInvitationList({ count: 20 })
  const histories = await Promise.all(
    conversationList.map(({ conversationID, type }) =>
      zim.queryHistoryMessage(conversationID, type, { count: 30, reverse: true }),
    ),
  )
  return { states, isOnline, userList, groupList, conversationList, callList, histories }
}

test('OL-08 OL-10 OL-11 a program in the shape of ZIM logs in offline, answers from each area, and is told when the backend is reached', async () => {
  const world = await createWorld()
  onTestFinished(() => ZIM.getInstance()?.destroy())
  const token = world.network.issueToken('ada')
  const ada = await world.launchAda(token)
  await ada.createGroup({ groupID: 'engines', groupName: 'Engines', groupAvatarUrl: '' }, ['bob'])
  await ada.sendMessage({ type: 1, message: 'hello Bob' }, 'bob', 0, { priority: 1 })
  await ada.sendMessage({ type: 1, message: 'hello all' }, 'engines', 2, { priority: 1 })
  const { callID } = await ada.callInvite(['bob'], { timeout: 60, mode: 0, extendedData: '' })
  ada.destroy()
  world.network.setConnectivity('hung')
  world.network.cut()

  const seen = await program('ada', token)
  expect(seen.states).toEqual([ZIMConnectionState.Connecting])
  expect(seen.userList.map(({ baseInfo }) => baseInfo.userName).toSorted()).toEqual(['Ada Lovelace', 'Bob Hopper'])
  expect(seen.groupList).toEqual([{ baseInfo: { groupID: 'engines', groupName: 'Engines', groupAvatarUrl: '' } }])
  expect(seen.callList).toMatchObject([{ callID, caller: 'ada' }])
  expect(seen.conversationList.map(({ conversationID }) => conversationID).toSorted()).toEqual(['bob', 'engines'])
  const said = seen.histories.flatMap(({ messageList }) => messageList)
  expect(said).toHaveLength(2)
  expect(said).toEqual(expect.arrayContaining([expect.objectContaining({ message: 'hello all', sentStatus: 1 })]))

  ZIM.getInstance()?.destroy()
  world.network.setConnectivity('up')
  const again = await program('ada', token)
  await again.isOnline
  expect(again.states).toEqual([ZIMConnectionState.Connecting, ZIMConnectionState.Connected])
})
