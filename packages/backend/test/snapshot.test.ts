import type { Change } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { createWorld, group, only, peer, texts } from './world.js'

const others = Array.from({ length: 7 }, (_, index) => `user${index}`)

async function busyWorld() {
  const world = await createWorld({ users: ['ada', ...others] })
  for (const userID of others) await world.send(userID, peer('ada'), `from ${userID}`)
  for (const groupID of ['g1', 'g2', 'g3']) {
    await world.perform('ada', 'createGroup', { groupID, groupName: groupID, userIDs: others })
    await world.send('ada', group(groupID), `to ${groupID}`)
    const callID = `call-${groupID}`
    await world.perform('ada', 'callInvite', {
      callID,
      invitees: ['user0'],
      mode: 'general',
      timeoutSeconds: 60,
      extendedData: '',
    })
  }
  return world
}

function headNames(changes: readonly Change[]): string[] {
  return only(changes, 'conversationHead').map(({ head }) => head.conversationID)
}

test('a first pull tells where everything stands, whatever the page size', async () => {
  const world = await busyWorld()
  const whole = await world.follow('ada')
  expect(headNames(whole.changes)).toEqual(['g3', 'g2', 'g1', ...others.toReversed()])
  expect(only(whole.changes, 'groupChanged').map(({ group: { groupID } }) => groupID)).toEqual(['g1', 'g2', 'g3'])
  expect(only(whole.changes, 'groupMembersChanged').map(({ memberList }) => memberList.length)).toEqual([8, 8, 8])
  expect(only(whole.changes, 'callInvitationChanged').map(({ callInvitation }) => callInvitation.callID)).toEqual([
    'call-g3',
    'call-g2',
    'call-g1',
  ])
  for (const limit of [1, 2, 3, 7]) {
    const { changes } = await world.follow('ada', undefined, limit)
    const facts = (list: readonly Change[]) => list.filter(({ type }) => type !== 'userChanged')
    expect(facts(changes)).toEqual(facts(whole.changes))
  }
})

test('the log goes on from before the snapshot, so nothing that happens meanwhile is missed', async () => {
  const world = await busyWorld()
  const seen: Change[] = []
  let meanwhile = 0
  let cursor: string | undefined
  for (let more = true; more && meanwhile < 30; meanwhile++) {
    const page = await world.backend.pull('ada', cursor, 1)
    if (page === 'tooFarBack') throw new Error('too far back')
    seen.push(...page.changes)
    ;({ cursor, more } = page)
    if (meanwhile < 10) await world.send('user3', peer('ada'), `meanwhile ${meanwhile}`)
  }
  const { changes } = await world.follow('ada', cursor)
  const added = texts([...seen, ...changes])
  for (let number = 0; number < 10; number++) expect(added).toContain(`meanwhile ${number}`)
})

test('a conversation that jumps to the top while the list is read still has its head told', async () => {
  const world = await busyWorld()
  await world.perform('ada', 'updateConversationPinnedState', { ...peer('user0'), isPinned: true })
  let cursor: string | undefined
  const seen: Change[] = []
  for (let more = true; more;) {
    const page = await world.backend.pull('ada', cursor, 1)
    if (page === 'tooFarBack') throw new Error('too far back')
    seen.push(...page.changes)
    ;({ cursor, more } = page)
    // user0 stands last, and jumps above what was read already.
    if (headNames(seen).length === 2 && texts(seen).length === 0)
      await world.send('user0', peer('ada'), `jump ${seen.length}`)
    if (seen.length > 100) break
  }
  const head = only(seen, 'conversationHead').find((change) => change.head.conversationID === 'user0')
  expect(head?.head.isPinned).toBe(true)
})

test('a group that is left meanwhile does not end the snapshot', async () => {
  const world = await busyWorld()
  let cursor: string | undefined
  const seen: Change[] = []
  for (let more = true; more;) {
    const page = await world.backend.pull('ada', cursor, 1)
    if (page === 'tooFarBack') throw new Error('too far back')
    seen.push(...page.changes)
    ;({ cursor, more } = page)
    const members = only(seen, 'groupMembersChanged').map(({ groupID }) => groupID)
    if (members.length === 1 && members[0] === 'g1') {
      await world.perform('ada', 'leaveGroup', { groupID: 'g2' }).catch(() => undefined)
    }
  }
  expect(only(seen, 'groupMembersChanged').map(({ groupID }) => groupID)).toContain('g3')
  expect(only(seen, 'groupLeft')).toEqual([{ type: 'groupLeft', groupID: 'g2' }])
})

test('at most the newest 100 calls are told', async () => {
  const world = await createWorld()
  for (let number = 0; number < 105; number++) {
    const invite = { invitees: ['bob'], mode: 'general', timeoutSeconds: 1, extendedData: '' } as const
    await world.perform('ada', 'callInvite', { callID: `c${number}`, ...invite })
  }
  for (const limit of [500, 30]) {
    const calls = only((await world.follow('ada', undefined, limit)).changes, 'callInvitationChanged')
    expect(calls).toHaveLength(100)
    expect(calls[0]?.callInvitation.callID).toBe('c104')
  }
})

test('a page never holds more than 2,000 changes, people included', async () => {
  const crowd = Array.from({ length: 2_999 }, (_, index) => `crowd${index}`)
  const world = await createWorld({ users: ['ada', ...crowd], limits: { maxGroupMembers: 3_000 } })
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: [] })
  for (let start = 0; start < crowd.length; start += 100) {
    const userIDs = crowd.slice(start, start + 100)
    await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs })
  }
  let cursor: string | undefined
  const members = new Set<string>()
  for (let more = true; more;) {
    const page = await world.backend.pull('ada', cursor, 1_000)
    if (page === 'tooFarBack') throw new Error('too far back')
    expect(page.changes.length).toBeLessThanOrEqual(2_000)
    for (const { memberList } of only(page.changes, 'groupMembersChanged')) {
      for (const { userID } of memberList) members.add(userID)
    }
    ;({ cursor, more } = page)
  }
  expect(members.size).toBe(3_000)
})
