import {
  ChatError,
  type BackendMessage,
  type Change,
  type ConversationReference,
  type ErrorCode,
  type OperationName,
  type OperationOutcome,
} from '@latchkey/core/driver'
import { expect } from 'vitest'
import { newGroupID, newID } from './identifiers.js'
import { changesOf } from './recording-sink.js'
import type { Link } from './transport-case.js'
import type { TransportParty } from './transport-fixture.js'

/** The conversation with a user, as the other one names it. */
export function peerConversation({ userID }: TransportParty): ConversationReference {
  return { conversationType: 'peer', conversationID: userID }
}

export function groupConversation(groupID: string): ConversationReference {
  return { conversationType: 'group', conversationID: groupID }
}

/** Sends one text as an operation of its own, and answers the message as the backend holds it. */
export async function send(
  { connection }: Link,
  conversation: ConversationReference,
  { text = 'hello', messageID = newID(), operationID = newID() } = {},
): Promise<BackendMessage> {
  const parameters = { ...conversation, messageID, content: { type: 'text', text }, sentTime: Date.now() } as const
  const { message } = await connection.call('sendMessage', parameters, { operationID })
  return message
}

/** Sends so many texts, one after the other; answers their messageIDs. */
export async function sendMany(link: Link, conversation: ConversationReference, count: number): Promise<string[]> {
  const messageIDs: string[] = []
  while (messageIDs.length < count) messageIDs.push((await send(link, conversation)).messageID)
  return messageIDs
}

/** Makes a group of the caller and `others`; answers its groupID. */
export async function makeGroup({ connection }: Link, others: readonly TransportParty[]): Promise<string> {
  const userIDs = others.map(({ userID }) => userID)
  const parameters = { groupID: newGroupID(), groupName: 'Rowing club', userIDs }
  const { group } = await connection.call('createGroup', parameters, { operationID: newID() })
  return group.groupID
}

/** A page as it came. */
export interface PulledPage {
  readonly changes: readonly Change[]
  readonly cursor: string
}

// No log of a case is as long; a driver whose log never ends fails instead of being pulled for ever.
const maxPages = 1_000

/** Pulls to the end of the log; answers its pages. */
export async function pullPages({ connection }: Link, from?: string, limit = 500): Promise<readonly PulledPage[]> {
  const pages: PulledPage[] = []
  for (let cursor = from; ; cursor = pages.at(-1)?.cursor) {
    const page = await connection.pull(cursor, limit)
    if (page === 'tooFarBack') throw new Error('The log should reach back to this cursor.')
    pages.push(page)
    if (!page.more) return pages
    if (pages.length === maxPages) throw new Error('The log does not end.')
  }
}

/** Pulls to the end of the log; answers everything on the way and the log's present place. */
export async function follow(link: Link, from?: string, limit = 500): Promise<PulledPage> {
  const pages = await pullPages(link, from, limit)
  return { changes: pages.flatMap(({ changes }) => changes), cursor: pages.at(-1)?.cursor ?? '' }
}

/** Something that goes to the backend and back over the link, and is no `pull`. */
export async function roundTrip({ connection }: Link): Promise<void> {
  await connection.history(groupConversation(newGroupID()), { type: 'newest', limit: 1 }).catch(() => undefined)
}

/** The messageIDs of the messages that were added, in their order. */
export function addedIn(changes: readonly Change[]): string[] {
  return changes.flatMap((change) => (change.type === 'messageAdded' ? [change.message.messageID] : []))
}

/** Resolves once the sink was given so many messages. */
export async function untilAdded({ sink }: Link, count: number): Promise<void> {
  await sink.until(() => addedIn(changesOf(sink.pushes)).length >= count)
}

/** The changes of one type. */
export function ofType<Type extends Change['type']>(
  type: Type,
  changes: readonly Change[],
): Extract<Change, { type: Type }>[] {
  return changes.filter((change): change is Extract<Change, { type: Type }> => change.type === type)
}

/** Holds when the promise rejects with a `ChatError` of this code; answers it. */
export async function expectCode(promise: Promise<unknown>, ...codes: ErrorCode[]): Promise<ChatError> {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (!ChatError.is(error))
    throw new Error(`Expected a ChatError with the code ${codes.join(' or ')}.`, { cause: error })
  expect(codes).toContain(error.code)
  return error
}

/** Holds when an operation is refused with this code, and says so of its outcome. */
export async function expectRefusal(
  promise: Promise<unknown>,
  code: ErrorCode,
  ...outcomes: OperationOutcome[]
): Promise<void> {
  const error = await expectCode(promise, code)
  expect(outcomes).toContain(error.details['outcome'])
}

/** Every operation of the contract. */
export const everyOperation = Object.keys({
  sendMessage: true,
  editMessage: true,
  revokeMessage: true,
  deleteMessages: true,
  deleteAllMessages: true,
  addMessageReaction: true,
  deleteMessageReaction: true,
  setConversationDraft: true,
  markRead: true,
  updateConversationPinnedState: true,
  setConversationFlag: true,
  deleteConversation: true,
  setUserBlocked: true,
  updateUserProfile: true,
  pinMessage: true,
  queryMessages: true,
  updateUserOfflinePushRule: true,
  updateUserCustomStatus: true,
  subscribeUsersStatus: true,
  unsubscribeUsersStatus: true,
  queryUsersStatus: true,
  addFriend: true,
  deleteFriend: true,
  updateFriendAlias: true,
  updateFriendAttributes: true,
  sendFriendApplication: true,
  acceptFriendApplication: true,
  rejectFriendApplication: true,
  checkFriendsRelation: true,
  createGroup: true,
  inviteUsersIntoGroup: true,
  leaveGroup: true,
  joinGroup: true,
  updateGroup: true,
  updateGroupAttributes: true,
  updateGroupAlias: true,
  sendGroupJoinApplication: true,
  acceptGroupJoinApplication: true,
  rejectGroupJoinApplication: true,
  sendGroupInviteApplications: true,
  acceptGroupInviteApplication: true,
  rejectGroupInviteApplication: true,
  dismissGroup: true,
  transferGroupOwner: true,
  kickGroupMembers: true,
  setGroupMemberRole: true,
  setGroupMemberNickname: true,
  muteGroup: true,
  muteGroupMembers: true,
  callInvite: true,
  callCancel: true,
  callAccept: true,
  callReject: true,
  callingInvite: true,
  callJoin: true,
  callQuit: true,
  callEnd: true,
  renewToken: true,
  queryUsersInfo: true,
  queryMessageReactionUserList: true,
  queryMessageRepliedList: true,
  queryMessageReceiptsInfo: true,
  queryMessageReceiptMemberList: true,
  queryCombineMessageDetail: true,
  queryGroupInfo: true,
  queryGroupMemberList: true,
} satisfies Record<OperationName, true>) as readonly OperationName[]
