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
