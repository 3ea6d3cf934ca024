import type { CallInvitation, ConversationHead, Group, GroupMember, User } from '../contract/backend-facts.js'
import type { Change } from '../contract/changes.js'
import type { SentMessage } from '../contract/messages.js'
import { conversationKey, conversationRow, messageKey } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import type { Update } from '../store/writer.js'
import { forgetRanges } from './ranges.js'
import { applyMessage, applyMessageVersion, prefetchMessages } from './apply-message.js'
import { applyReadState } from './apply-read-state.js'
import { applyClearing } from './clear-messages.js'
import { applyRegister, forgetRegistersOf, prefetchRegisters } from './apply-register.js'
import { applySettings } from './apply-settings.js'

/** What applying changes goes by. */
export interface ChangeOrigin {
  /** How far the backend's clock is ahead of the device's. */
  readonly clockOffsetMs: number
  /**
   * Messages that heads brought before the change log did: listeners are told when the log comes to them, so that nothing
   * is told out of order.
   */
  readonly untold?: Set<string>
  /** Whether these are such heads; else heads tell of where everything stood before this device came. */
  readonly areHeadsFirst?: boolean
  /** These tell where everything stands, whatever was told before. */
  readonly isSnapshot?: boolean
}

/** Applies the changes of a page in their order. */
export async function applyChanges(
  update: Update,
  changes: readonly Change[],
  { clockOffsetMs, untold, areHeadsFirst = false, isSnapshot = false }: ChangeOrigin,
): Promise<void> {
  await prefetchMessages(
    update,
    changes.flatMap((change) =>
      change.type === 'messageAdded' || change.type === 'messageChanged' ? [change.message] : [],
    ),
  )
  await prefetchRegisters(
    update,
    changes.flatMap((change) => (change.type === 'registerChanged' ? [change.register] : [])),
  )
  const received: SentMessage[] = []
  for (const change of changes) {
    if (update.pacer.isDue()) await update.pacer.pause()
    const added = await applyChange(update, change, { clockOffsetMs, isSnapshot })
    if (change.type === 'conversationHead') {
      if (added !== undefined && areHeadsFirst) untold?.add(placeOf(added))
    } else if (added !== undefined) {
      received.push(added)
    } else if (change.type === 'messageAdded' && untold?.delete(placeOf(change.message)) === true) {
      const row = await update.draft.get('messages', messageKey(change.message))
      const message = row === undefined ? undefined : toMessage(row)
      if (message?.sentStatus === 'sent') received.push(message)
    }
  }
  reportReceived(update, received)
}

function placeOf(message: Parameters<typeof messageKey>[0]): string {
  return messageKey(message).join('\n')
}

async function applyChange(
  update: Update,
  change: Change,
  { clockOffsetMs, isSnapshot }: { readonly clockOffsetMs: number; readonly isSnapshot: boolean },
): Promise<SentMessage | undefined> {
  switch (change.type) {
    case 'messageAdded':
      return applyMessage(update, change.message)
    case 'userChanged':
      await applyUser(update, change.user)
      return undefined
    case 'groupChanged':
      await applyGroup(update, change.group, { isSnapshot })
      return undefined
    case 'groupLeft':
      await applyGroupLeft(update, change.groupID)
      return undefined
    case 'groupMembersChanged':
      applyGroupMembers(update, change.groupID, change.memberList, change.removedUserIDs)
      return undefined
    case 'messageChanged':
      await applyMessageVersion(update, change.message)
      await applyReadState(update, change.message, change.readMark, change.removedCount)
      return undefined
    case 'readMarkMoved':
      await applyReadState(update, change.readMark, change.readMark, change.removedCount)
      return undefined
    case 'conversationSettingsChanged':
      await applySettings(update, change.settings, { isSnapshot })
      return undefined
    case 'conversationHead':
      return applyHead(update, change.head, { isSnapshot })
    case 'callInvitationChanged':
      await applyCallInvitation(update, change.callInvitation, clockOffsetMs)
      return undefined
    case 'registerChanged':
      await applyRegister(update, change.register, { isSnapshot })
      await applyClearing(update, change.register)
      return undefined
  }
}

/** One event for each run of messages of one conversation, so that the order of the change log stays visible. */
function reportReceived(update: Update, messages: readonly SentMessage[]): void {
  const runs: SentMessage[][] = []
  for (const message of messages) {
    const run = runs.at(-1)
    const first = run?.[0]
    if (run !== undefined && first !== undefined && isSameConversation(first, message)) run.push(message)
    else runs.push([message])
  }
  for (const messageList of runs) {
    const [first] = messageList
    if (first === undefined) continue
    const { conversationType, conversationID } = first
    update.report({ name: 'messageReceived', event: { conversationType, conversationID, messageList } })
  }
}

function isSameConversation(left: SentMessage, right: SentMessage): boolean {
  return left.conversationType === right.conversationType && left.conversationID === right.conversationID
}

export async function applyUser(update: Update, user: User): Promise<void> {
  const known = await update.draft.get('users', [user.userID])
  if (known !== undefined && isSameUser(known, user)) return
  update.draft.put('users', user)
  update.report({ name: 'userInfoUpdated', event: { userList: [user] } })
  const conversation = { conversationType: 'peer', conversationID: user.userID } as const
  if ((await update.draft.get('conversations', conversationKey(conversation))) !== undefined) update.touch(conversation)
}

function isSameUser(left: User, right: User): boolean {
  return (
    left.userName === right.userName &&
    left.userAvatarUrl === right.userAvatarUrl &&
    left.userExtendedData === right.userExtendedData
  )
}

export async function applyGroup(
  update: Update,
  group: Group,
  { isSnapshot = false }: { readonly isSnapshot?: boolean } = {},
): Promise<void> {
  const known = await update.draft.get('groups', [group.groupID])
  // An answer may be older than what the log has told since; but who joins again begins anew.
  const isOld =
    known?.memberFlag !== undefined &&
    group.revision !== undefined &&
    known.revision !== undefined &&
    group.revision < known.revision
  if (isOld && !isSnapshot) return
  const conversation = { conversationType: 'group', conversationID: group.groupID } as const
  // Nobody told what became of the messages while the user was out of the group.
  if (known !== undefined && known.memberFlag === undefined) await forgetRanges(update.draft, conversation)
  update.draft.put('groups', { ...group, memberFlag: 1 })
  update.report({ name: 'groupInfoUpdated', event: { groupList: [group] } })
  if ((await update.draft.get('conversations', conversationKey(conversation))) !== undefined) update.touch(conversation)
}

export async function applyGroupLeft(update: Update, groupID: string): Promise<void> {
  const known = await update.draft.get('groups', [groupID])
  if (known === undefined) return leaveUnknown(update, groupID)
  if (known.memberFlag === undefined) return
  const { memberFlag: _memberFlag, ...group } = known
  update.draft.put('groups', group)
  // Nobody tells of those who leave it from now on; should the user come back, all who are in it are named anew.
  await forgetMembers(update, groupID)
  const conversation = { conversationType: 'group', conversationID: groupID } as const
  await forgetRegistersOf(update, conversation)
  update.report({ name: 'groupLeft', event: { groupID } })
  if ((await update.draft.get('conversations', conversationKey(conversation))) !== undefined) update.touch(conversation)
}

/** The group came and went while this device was away; its messages of that time may be here all the same. */
async function leaveUnknown(update: Update, groupID: string): Promise<void> {
  const conversation = { conversationType: 'group', conversationID: groupID } as const
  const row = await update.draft.get('conversations', conversationKey(conversation))
  if (row === undefined) return
  update.draft.put('conversations', { ...row, confirmed: { ...row.confirmed, isLeft: true } })
  update.touch(conversation)
}

async function forgetMembers({ draft }: Update, groupID: string): Promise<void> {
  for (;;) {
    const members = await draft.range('group_members', { prefix: [groupID], limit: 1_000 })
    for (const { userID } of members) draft.delete('group_members', [groupID, userID])
    if (members.length < 1_000) return
  }
}

export function applyGroupMembers(
  update: Update,
  groupID: string,
  memberList: readonly GroupMember[],
  removedUserIDs: readonly string[],
): void {
  for (const member of memberList) {
    update.draft.put('group_members', member.mute === undefined ? member : { ...member, muteFlag: 1 })
  }
  for (const userID of removedUserIDs) update.draft.delete('group_members', [groupID, userID])
  update.report({ name: 'groupMemberListChanged', event: { groupID, memberList, removedUserIDs } })
}

async function applyHead(
  update: Update,
  head: ConversationHead,
  origin: { readonly isSnapshot: boolean },
): Promise<SentMessage | undefined> {
  await conversationRow(update.draft, head, update.now)
  const added = head.lastMessage === undefined ? undefined : await applyMessage(update, head.lastMessage)
  await applySettings(update, head, origin)
  await applyReadState(update, head, head.readMark, head.removedCount)
  return added
}

/** An invitation rings once, on every device, and only while it can still be answered (OL-42). */
async function applyCallInvitation(
  update: Update,
  callInvitation: CallInvitation,
  clockOffsetMs: number,
): Promise<void> {
  const known = await update.draft.get('calls', [callInvitation.callID])
  if (known?.state === 'ended' && callInvitation.state === 'started') return
  // An answer or a page may be older than what was told since; one that nobody has answered yet has no revision.
  if ((callInvitation.revision ?? 0) < (known?.revision ?? 0)) return
  update.draft.put('calls', callInvitation)
  const own = callInvitation.callUserList.find(({ userID }) => userID === update.userID)
  const wasInvited = known?.callUserList.some(({ userID, state }) => userID === update.userID && state === 'inviting')
  const ringsUntil = (own?.expireTime ?? callInvitation.expireTime) - clockOffsetMs
  const isRinging = own?.state === 'inviting' && callInvitation.state === 'started' && ringsUntil > update.now
  update.report(
    wasInvited !== true && isRinging
      ? { name: 'callInvitationReceived', event: { callInvitation, ringsUntil } }
      : { name: 'callInvitationUpdated', event: { callInvitation } },
  )
  if (wasInvited === true && own !== undefined && own.state !== 'inviting') {
    update.report({ name: 'callRingingEnded', event: { callInvitation, reason: own.state } })
  }
}
