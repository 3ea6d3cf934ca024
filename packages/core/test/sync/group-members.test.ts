import { expect, onTestFinished, test } from 'vitest'
import { settle } from '../support/test-platform.js'
import { createWorld, eventOf } from '../support/world.js'

test('a member who left a group while the user was out of it is not in its list when the user is back', async () => {
  const world = await createWorld()
  const { backend } = world.network
  let operations = 0
  const operation = () => ({ operationID: `operation-${String((operations += 1))}` })
  await backend.perform(
    'bob',
    'createGroup',
    { groupID: 'team', groupName: 'Team', userIDs: ['ada', 'eve'] },
    operation(),
  )
  const chat = world.device().launch()
  onTestFinished(() => chat.destroy())
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login('ada', { token: world.network.issueToken('ada') })
  await isCaughtUp
  const members = async () => {
    await settle()
    const { groupMemberList } = await chat.queryGroupMemberList('team', { count: 10 })
    return groupMemberList.map(({ userID }) => userID)
  }
  expect(await members()).toEqual(['ada', 'bob', 'eve'])

  await chat.leaveGroup('team')
  await backend.perform('eve', 'leaveGroup', { groupID: 'team' }, operation())
  await backend.perform('bob', 'inviteUsersIntoGroup', { groupID: 'team', userIDs: ['ada'] }, operation())
  expect(await members()).toEqual(['ada', 'bob'])
})

test('OL-38 a message that changed while the user was out of the group is not shown as it was', async () => {
  const world = await createWorld()
  const { backend } = world.network
  const team = { conversationType: 'group', conversationID: 'team' } as const
  let operations = 0
  const operation = () => ({ operationID: `operation-${String((operations += 1))}` })
  await backend.perform('bob', 'createGroup', { groupID: 'team', groupName: 'Team', userIDs: ['ada'] }, operation())
  const chat = world.device().launch()
  onTestFinished(() => chat.destroy())
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login('ada', { token: world.network.issueToken('ada') })
  await isCaughtUp
  for (const messageID of ['one', 'two']) {
    const content = { type: 'text', text: messageID } as const
    await backend.perform('bob', 'sendMessage', { ...team, messageID, content, sentTime: 1 }, operation())
  }
  await settle()
  await chat.leaveGroup('team')
  const edited = { type: 'text', text: 'edited' } as const
  await backend.perform('bob', 'editMessage', { ...team, messageID: 'one', content: edited }, operation())
  await backend.perform('bob', 'inviteUsersIntoGroup', { groupID: 'team', userIDs: ['ada'] }, operation())
  await settle()
  const { messageList } = await chat.queryHistoryMessage(team, { count: 10 })
  expect(messageList).toMatchObject([{ content: edited }, { content: { text: 'two' } }])
})
