import type { ConversationReference, ErrorCode, OperationParameters } from '@latchkey/core/driver'
import { describe, expect, test } from 'vitest'
import { backendOperations, type BackendOperationName } from '../src/index.js'
import { createWorld, group, peer } from './world.js'

/**
 * Who may do what: every operation, by every party, whether or not `tim`, to whom it is done, has blocked them. An operation
 * without a row fails the test. The group is of `owner`, `admin`, `member` and `tim`; `former` was in it; `stranger` never was.
 */
const parties = ['owner', 'admin', 'member', 'former', 'stranger'] as const
type Party = (typeof parties)[number]
type Outcome = 'ok' | ErrorCode
type FiveOutcomes = readonly [Outcome, Outcome, Outcome, Outcome, Outcome]

interface Row<Name extends BackendOperationName> {
  readonly title: string
  parameters(party: Party): OperationParameters<Name>
  /** For all, or in the order of the parties. */
  readonly outcome: Outcome | FiveOutcomes
  /** The same, for those whom `tim` has blocked. Absent: it makes no difference. */
  readonly blockedOutcome?: Outcome | FiveOutcomes
}

type Table = { readonly [Name in BackendOperationName]: readonly Row<Name>[] }

const crew = group('crew')
const tim = peer('tim')
const notes = { friendAlias: '', friendAttributes: {} }
const groupID = 'crew'
const userID = 'tim'
const ofMembers = ['ok', 'ok', 'ok', 'not-group-member', 'not-group-member'] as const
const ofManagers = ['ok', 'ok', 'not-allowed', 'not-group-member', 'not-group-member'] as const
const ofOwner = ['ok', 'not-allowed', 'not-allowed', 'not-group-member', 'not-group-member'] as const
const ofViewers = ['ok', 'ok', 'ok', 'group-not-found', 'group-not-found'] as const
const ofReaders = ['ok', 'ok', 'ok', 'conversation-not-found', 'conversation-not-found'] as const
const text = { type: 'text', text: 'hello' } as const
const own = (party: Party) => ({ ...crew, messageID: `of-${party}` })
const ofTim = { ...crew, messageID: 'of-tim' }
const call = { invitees: ['tim'], mode: 'general', timeoutSeconds: 60, extendedData: '' } as const

const table: Table = {
  sendMessage: [
    { title: 'to the group', parameters: () => send(crew), outcome: ofMembers },
    { title: 'to tim', parameters: () => send(tim), outcome: 'ok', blockedOutcome: 'blocked-by-user' },
    {
      title: 'to a guest, combined of the group',
      parameters: () => ({
        ...send(peer('guest')),
        content: { type: 'combine', title: 'Before', summary: '', itemCount: 1 },
        combined: { ...crew, messageIDs: ['of-tim'] },
      }),
      outcome: ofReaders,
    },
  ],
  editMessage: [
    {
      title: 'an own one',
      parameters: (party) => ({ ...own(party), content: text }),
      outcome: ofMembers,
    },
    {
      title: 'one of tim',
      parameters: () => ({ ...ofTim, content: text }),
      outcome: ['not-allowed', 'not-allowed', 'not-allowed', 'not-group-member', 'not-group-member'],
    },
  ],
  revokeMessage: [
    { title: 'an own one', parameters: own, outcome: ofMembers },
    { title: 'one of tim', parameters: () => ofTim, outcome: ofManagers },
  ],
  deleteMessages: [
    { title: 'of the group', parameters: () => ({ ...crew, messageIDs: ['of-tim'] }), outcome: ofReaders },
  ],
  deleteAllMessages: [
    { title: 'of the group', parameters: () => ({ ...crew, order: '0000000000000001' }), outcome: ofReaders },
  ],
  addMessageReaction: [
    { title: 'to one of tim', parameters: () => ({ ...ofTim, reactionType: '👍' }), outcome: ofMembers },
  ],
  deleteMessageReaction: [
    { title: 'of one of tim', parameters: () => ({ ...ofTim, reactionType: '👍' }), outcome: ofMembers },
  ],
  setConversationDraft: [
    { title: 'for the group', parameters: () => ({ ...crew, draft: 'he' }), outcome: ofReaders },
    { title: 'for tim', parameters: () => ({ ...tim, draft: 'he' }), outcome: 'ok' },
  ],
  markRead: [{ title: 'of the group', parameters: () => ({ ...crew, order: '0000000000000001' }), outcome: ofReaders }],
  updateConversationPinnedState: [
    { title: 'of the group', parameters: () => ({ ...crew, isPinned: true }), outcome: ofReaders },
  ],
  setConversationFlag: [
    { title: 'of the group', parameters: () => ({ ...crew, flag: 'archived', isOn: true }), outcome: ofReaders },
  ],
  deleteConversation: [
    { title: 'of the group', parameters: () => ({ ...crew, order: '0000000000000001' }), outcome: ofReaders },
  ],
  updateUserProfile: [{ title: 'the own', parameters: () => ({ field: 'userName', text: 'New' }), outcome: 'ok' }],
  pinMessage: [
    { title: 'one of tim in the group', parameters: () => ({ ...ofTim, isPinned: true }), outcome: ofMembers },
  ],
  queryMessages: [
    { title: 'of the group', parameters: () => ({ ...crew, messageIDs: ['of-tim'] }), outcome: ofReaders },
  ],
  setUserBlocked: [{ title: 'tim', parameters: () => ({ userID, isBlocked: true }), outcome: 'ok' }],
  updateUserOfflinePushRule: [
    {
      title: 'the own',
      parameters: () => ({ onlinePlatforms: ['web'], notToReceiveOfflinePushPlatforms: [] }),
      outcome: 'ok',
    },
  ],
  updateUserCustomStatus: [{ title: 'the own', parameters: () => ({ customStatus: 'Away' }), outcome: 'ok' }],
  subscribeUsersStatus: [
    { title: 'of tim', parameters: () => ({ userIDs: ['tim'], durationSeconds: 60 }), outcome: 'ok' },
    {
      title: 'of themselves',
      parameters: (party) => ({ userIDs: [party], durationSeconds: 60 }),
      outcome: 'not-allowed',
    },
  ],
  unsubscribeUsersStatus: [{ title: 'of tim', parameters: () => ({ userIDs: ['tim'] }), outcome: 'ok' }],
  queryUsersStatus: [{ title: 'of tim', parameters: () => ({ userIDs: ['tim'] }), outcome: 'ok' }],
  addFriend: [
    { title: 'tim', parameters: () => ({ userID, ...notes }), outcome: 'ok', blockedOutcome: 'blocked-by-user' },
    { title: 'themselves', parameters: (party) => ({ userID: party, ...notes }), outcome: 'not-allowed' },
    { title: 'nobody', parameters: () => ({ userID: 'nobody', ...notes }), outcome: 'user-not-found' },
  ],
  deleteFriend: [{ title: 'tim', parameters: () => ({ userID, isBothSides: true }), outcome: 'ok' }],
  updateFriendAlias: [
    { title: 'of a friend', parameters: () => ({ userID: 'guest', friendAlias: 'Guest' }), outcome: 'ok' },
    { title: 'of tim, no friend', parameters: () => ({ userID, friendAlias: 'Tim' }), outcome: 'not-friend' },
  ],
  updateFriendAttributes: [
    { title: 'of a friend', parameters: () => ({ userID: 'guest', friendAttributes: { k0: 'x' } }), outcome: 'ok' },
    { title: 'of tim, no friend', parameters: () => ({ userID, friendAttributes: {} }), outcome: 'not-friend' },
  ],
  sendFriendApplication: [
    {
      title: 'to tim',
      parameters: () => ({ userID, ...notes, wording: 'Hello' }),
      outcome: 'ok',
      blockedOutcome: 'blocked-by-user',
    },
    {
      title: 'to a friend',
      parameters: () => ({ userID: 'guest', ...notes, wording: '' }),
      outcome: 'not-allowed',
    },
  ],
  acceptFriendApplication: [
    { title: 'of tim', parameters: () => ({ userID, ...notes }), outcome: 'ok', blockedOutcome: 'blocked-by-user' },
    {
      title: 'of somebody who sent none',
      parameters: () => ({ userID: 'admin2', ...notes }),
      outcome: 'application-not-found',
    },
  ],
  rejectFriendApplication: [
    { title: 'of tim', parameters: () => ({ userID }), outcome: 'ok' },
    {
      title: 'of somebody who sent none',
      parameters: () => ({ userID: 'admin2' }),
      outcome: 'application-not-found',
    },
  ],
  checkFriendsRelation: [{ title: 'to tim', parameters: () => ({ userIDs: ['tim'] }), outcome: 'ok' }],
  createGroup: [
    {
      title: 'with tim',
      parameters: () => ({ groupID: 'other', groupName: 'Other', userIDs: ['tim'] }),
      outcome: 'ok',
    },
    {
      title: 'of a name that is taken',
      parameters: () => ({ groupID, groupName: 'Other', userIDs: [] }),
      outcome: 'group-exists',
    },
  ],
  inviteUsersIntoGroup: [
    { title: 'a guest', parameters: () => ({ groupID, userIDs: ['guest'] }), outcome: ofMembers },
    {
      title: 'a guest, where only some may',
      parameters: () => ({ groupID: 'closed', userIDs: ['guest'] }),
      outcome: ofManagers,
    },
  ],
  leaveGroup: [{ title: 'the group', parameters: () => ({ groupID }), outcome: ofMembers }],
  joinGroup: [
    { title: 'an open one', parameters: () => ({ groupID }), outcome: 'ok' },
    {
      title: 'a closed one',
      parameters: () => ({ groupID: 'closed' }),
      outcome: ['ok', 'ok', 'ok', 'not-allowed', 'not-allowed'],
    },
    { title: 'one that is none', parameters: () => ({ groupID: 'none' }), outcome: 'group-not-found' },
  ],
  updateGroup: [{ title: 'its name', parameters: () => ({ groupID, groupName: 'New' }), outcome: ofManagers }],
  updateGroupAttributes: [
    {
      title: 'one of the group',
      parameters: () => ({ groupID, attributeList: [{ key: 'boat', text: 'eight' }] }),
      outcome: ofManagers,
    },
  ],
  updateGroupAlias: [
    { title: 'of the group', parameters: () => ({ groupID, groupAlias: 'Mates' }), outcome: ofMembers },
  ],
  sendGroupJoinApplication: [
    {
      title: 'where one asks',
      parameters: () => ({ groupID: 'asking', wording: 'Please' }),
      outcome: ['not-allowed', 'not-allowed', 'not-allowed', 'ok', 'ok'],
    },
    { title: 'a closed one', parameters: () => ({ groupID: 'closed', wording: '' }), outcome: 'not-allowed' },
    { title: 'one that is none', parameters: () => ({ groupID: 'none', wording: '' }), outcome: 'group-not-found' },
  ],
  acceptGroupJoinApplication: [
    { title: 'of a guest', parameters: () => ({ groupID: 'asking', userID: 'guest' }), outcome: ofManagers },
    {
      title: 'of somebody who sent none',
      parameters: () => ({ groupID: 'asking', userID: 'tim' }),
      outcome: [
        'application-not-found',
        'application-not-found',
        'not-allowed',
        'not-group-member',
        'not-group-member',
      ],
    },
  ],
  rejectGroupJoinApplication: [
    { title: 'of a guest', parameters: () => ({ groupID: 'asking', userID: 'guest' }), outcome: ofManagers },
  ],
  sendGroupInviteApplications: [
    {
      title: 'a guest',
      parameters: () => ({ groupID: 'asking', userIDs: ['guest'], wording: '' }),
      outcome: ofMembers,
    },
    {
      title: 'a guest, where only some may',
      parameters: () => ({ groupID: 'closed', userIDs: ['guest'], wording: '' }),
      outcome: ofManagers,
    },
    {
      title: 'tim',
      parameters: () => ({ groupID: 'timless', userIDs: ['tim'], wording: '' }),
      outcome: ofMembers,
      blockedOutcome: ['blocked-by-user', 'blocked-by-user', 'blocked-by-user', 'not-group-member', 'not-group-member'],
    },
  ],
  acceptGroupInviteApplication: [
    { title: 'of tim', parameters: () => ({ groupID: 'tims', inviterUserID: 'tim' }), outcome: 'ok' },
    {
      title: 'of somebody who sent none',
      parameters: () => ({ groupID: 'tims', inviterUserID: 'guest' }),
      outcome: 'application-not-found',
    },
  ],
  rejectGroupInviteApplication: [
    { title: 'of tim', parameters: () => ({ groupID: 'tims', inviterUserID: 'tim' }), outcome: 'ok' },
    {
      title: 'of somebody who sent none',
      parameters: () => ({ groupID: 'tims', inviterUserID: 'guest' }),
      outcome: 'application-not-found',
    },
  ],
  dismissGroup: [{ title: 'the group', parameters: () => ({ groupID }), outcome: ofOwner }],
  transferGroupOwner: [{ title: 'to tim', parameters: () => ({ groupID, userID }), outcome: ofOwner }],
  kickGroupMembers: [
    { title: 'tim', parameters: () => ({ groupID, userIDs: ['tim'] }), outcome: ofManagers },
    { title: 'another administrator', parameters: () => ({ groupID, userIDs: ['admin2'] }), outcome: ofOwner },
    {
      title: 'the owner',
      parameters: () => ({ groupID, userIDs: ['owner'] }),
      outcome: ['not-allowed', 'not-allowed', 'not-allowed', 'not-group-member', 'not-group-member'],
    },
  ],
  setGroupMemberRole: [
    { title: 'of tim', parameters: () => ({ groupID, userID, memberRole: 'admin' }), outcome: ofOwner },
  ],
  setGroupMemberNickname: [
    {
      title: 'the own',
      parameters: (party) => ({ groupID, userID: party, memberNickname: 'Cox' }),
      outcome: ofMembers,
    },
    { title: 'of tim', parameters: () => ({ groupID, userID, memberNickname: 'Cox' }), outcome: ofManagers },
    {
      title: 'of another administrator',
      parameters: () => ({ groupID, userID: 'admin2', memberNickname: 'Cox' }),
      outcome: ofOwner,
    },
  ],
  muteGroup: [
    { title: 'for members', parameters: () => ({ groupID, memberRoles: ['member'] }), outcome: ofManagers },
    { title: 'for administrators', parameters: () => ({ groupID, memberRoles: ['admin'] }), outcome: ofOwner },
  ],
  muteGroupMembers: [
    { title: 'tim', parameters: () => ({ groupID, userIDs: ['tim'], isMuted: true }), outcome: ofManagers },
    {
      title: 'another administrator',
      parameters: () => ({ groupID, userIDs: ['admin2'], isMuted: true }),
      outcome: ofOwner,
    },
  ],
  callInvite: [
    {
      title: 'tim',
      parameters: () => ({ ...call, callID: 'new' }),
      outcome: 'ok',
      blockedOutcome: 'blocked-by-user',
    },
  ],
  callCancel: [
    { title: 'an own one', parameters: (party) => ({ callID: `by-${party}` }), outcome: 'ok' },
    { title: 'one by tim', parameters: () => ({ callID: 'by-tim' }), outcome: 'not-allowed' },
    { title: 'one of others', parameters: () => ({ callID: 'of-others' }), outcome: 'call-not-found' },
  ],
  callAccept: [
    { title: 'one by tim', parameters: () => ({ callID: 'by-tim' }), outcome: 'ok' },
    { title: 'an own one', parameters: (party) => ({ callID: `by-${party}` }), outcome: 'not-allowed' },
    { title: 'one of others', parameters: () => ({ callID: 'of-others' }), outcome: 'call-not-found' },
  ],
  callReject: [
    { title: 'one by tim', parameters: () => ({ callID: 'by-tim' }), outcome: 'ok' },
    { title: 'an own one', parameters: (party) => ({ callID: `by-${party}` }), outcome: 'not-allowed' },
    { title: 'one of others', parameters: () => ({ callID: 'of-others' }), outcome: 'call-not-found' },
  ],
  callingInvite: [
    {
      title: 'an own one of several',
      parameters: (party) => ({ callID: `several-${party}`, invitees: ['guest'], timeoutSeconds: 60 }),
      outcome: 'ok',
    },
    {
      title: 'one by tim of two',
      parameters: () => ({ callID: 'by-tim', invitees: ['guest'], timeoutSeconds: 60 }),
      outcome: 'call-state-conflict',
    },
    {
      title: 'one of others',
      parameters: () => ({ callID: 'of-others', invitees: ['guest'], timeoutSeconds: 60 }),
      outcome: 'call-not-found',
    },
  ],
  callJoin: [
    {
      title: 'an own one of several',
      parameters: (party) => ({ callID: `several-${party}` }),
      outcome: 'call-state-conflict',
    },
    { title: 'one by tim of two', parameters: () => ({ callID: 'by-tim' }), outcome: 'call-state-conflict' },
    { title: 'one of others', parameters: () => ({ callID: 'of-others' }), outcome: 'call-not-found' },
  ],
  callQuit: [
    { title: 'an own one of several', parameters: (party) => ({ callID: `several-${party}` }), outcome: 'ok' },
    { title: 'one by tim of two', parameters: () => ({ callID: 'by-tim' }), outcome: 'call-state-conflict' },
    { title: 'one of others', parameters: () => ({ callID: 'of-others' }), outcome: 'call-not-found' },
  ],
  callEnd: [
    { title: 'an own one of several', parameters: (party) => ({ callID: `several-${party}` }), outcome: 'ok' },
    { title: 'one by tim of two', parameters: () => ({ callID: 'by-tim' }), outcome: 'call-state-conflict' },
    { title: 'one of others', parameters: () => ({ callID: 'of-others' }), outcome: 'call-not-found' },
  ],
  queryUsersInfo: [{ title: 'of tim', parameters: () => ({ userIDs: ['tim'] }), outcome: 'ok' }],
  queryMessageReactionUserList: [
    {
      title: 'of one of tim',
      parameters: () => ({ ...ofTim, reactionType: '👍', count: 10 }),
      outcome: ofMembers,
    },
  ],
  queryMessageRepliedList: [
    { title: 'of one of tim', parameters: () => ({ ...ofTim, count: 10 }), outcome: ofMembers },
  ],
  queryCombineMessageDetail: [
    {
      title: 'of a combined one of tim',
      parameters: () => ({ ...crew, messageID: 'combined-of-tim', path: [] }),
      outcome: ofMembers,
    },
  ],
  queryMessageReceiptsInfo: [
    { title: 'of an own one', parameters: (party) => ({ groupID, messageIDs: [`of-${party}`] }), outcome: ofViewers },
  ],
  queryMessageReceiptMemberList: [
    {
      title: 'of an own one',
      parameters: (party) => ({ groupID, messageID: `of-${party}`, isRead: true, count: 1 }),
      outcome: ofViewers,
    },
    {
      title: 'of one of tim',
      parameters: () => ({ groupID, messageID: 'of-tim', isRead: false, count: 1 }),
      outcome: ['not-allowed', 'not-allowed', 'not-allowed', 'group-not-found', 'group-not-found'],
    },
  ],
  queryGroupInfo: [{ title: 'of the group', parameters: () => ({ groupID }), outcome: ofViewers }],
  queryGroupMemberList: [{ title: 'of the group', parameters: () => ({ groupID, count: 10 }), outcome: ofViewers }],
}

function send(conversation: ConversationReference) {
  return { ...conversation, messageID: 'new', content: text, sentTime: 1 }
}

async function createScene(party: Party, isBlocked: boolean) {
  const members = ['admin', 'admin2', 'member', 'tim', 'former']
  const world = await createWorld({ users: [...members, 'owner', 'stranger', 'guest'] })
  for (const groupID of ['crew', 'closed', 'asking', 'timless']) {
    const userIDs = groupID === 'timless' ? members.filter((userID) => userID !== 'tim') : members
    await world.perform('owner', 'createGroup', { groupID, groupName: 'Crew', userIDs })
    for (const userID of ['admin', 'admin2']) {
      await world.perform('owner', 'setGroupMemberRole', { groupID, userID, memberRole: 'admin' })
    }
  }
  await world.perform('owner', 'updateGroup', { groupID: 'closed', joinMode: 'closed', inviteMode: 'admin' })
  for (const userID of ['tim', 'owner', 'admin', 'member', 'former']) {
    await world.send(userID, crew, 'written before', `of-${userID}`)
  }
  await world.perform('tim', 'sendMessage', {
    ...crew,
    messageID: 'combined-of-tim',
    content: { type: 'combine', title: 'Before', summary: '', itemCount: 1 },
    combined: { ...crew, messageIDs: ['of-tim'] },
    sentTime: 1,
  })
  for (const groupID of ['crew', 'closed', 'asking', 'timless'])
    await world.perform('former', 'leaveGroup', { groupID })
  for (const groupID of ['asking', 'timless']) {
    await world.perform('owner', 'updateGroup', { groupID, joinMode: 'application', beInviteMode: 'application' })
  }
  await world.perform('guest', 'sendGroupJoinApplication', { groupID: 'asking', wording: '' })
  await world.perform('tim', 'createGroup', { groupID: 'tims', groupName: 'Tims', userIDs: [] })
  await world.perform('tim', 'updateGroup', { groupID: 'tims', beInviteMode: 'application' })
  await world.perform('tim', 'sendGroupInviteApplications', { groupID: 'tims', userIDs: [party], wording: '' })
  await world.perform('tim', 'callInvite', { ...call, callID: 'by-tim', invitees: [...parties] })
  await world.perform('tim', 'callInvite', { ...call, callID: 'of-others', invitees: ['guest'] })
  await world.perform(party, 'callInvite', { ...call, callID: `by-${party}` })
  await world.perform(party, 'callInvite', { ...call, callID: `several-${party}`, mode: 'advanced' })
  await world.perform('tim', 'sendFriendApplication', { userID: party, ...notes, wording: 'Hello' })
  await world.perform(party, 'addFriend', { userID: 'guest', ...notes })
  if (isBlocked) await world.perform('tim', 'setUserBlocked', { userID: party, isBlocked })
  return world
}

test('every operation has a row', () => {
  expect(Object.keys(table).toSorted()).toEqual(backendOperations.toSorted())
  for (const rows of Object.values(table)) expect(rows).not.toEqual([])
})

describe.each(backendOperations)('%s', (name) => {
  runRows(name)
})

function runRows<Name extends BackendOperationName>(name: Name): void {
  for (const { title, parameters, outcome, blockedOutcome } of table[name]) {
    for (const [index, party] of parties.entries()) {
      for (const isBlocked of [false, true]) {
        const wanted = isBlocked ? (blockedOutcome ?? outcome) : outcome
        const expected = typeof wanted === 'string' ? wanted : wanted[index]
        test(`${title}, by ${party}${isBlocked ? ', whom tim blocked' : ''}: ${String(expected)}`, async () => {
          const world = await createScene(party, isBlocked)
          const { cursor } = await world.follow('tim')
          const outcome = await world.perform(party, name, parameters(party)).then(
            () => 'ok',
            (error: { readonly code?: unknown }) => error.code,
          )
          expect(outcome).toBe(expected)
          if (expected !== 'ok') expect((await world.follow('tim', cursor)).changes).toEqual([])
        })
      }
    }
  }
}
