import { allRows } from './all-rows.js'
import type { ConversationFlag } from '../contract/backend-facts.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Conversation } from '../contract/conversations.js'
import type { Message } from '../contract/messages.js'
import type { Draft } from './draft.js'
import { toMessage } from './message-rows.js'
import type { ConversationEffect, ConversationRow } from './schema.js'
import type { Store } from './store.js'

/** The key of a conversation's row, and the beginning of the keys of everything in it. */
export function conversationKey({
  conversationType,
  conversationID,
}: ConversationReference): readonly [string, string] {
  return [conversationType, conversationID]
}

/** The key of a message's row. */
export function messageKey({
  conversationType,
  conversationID,
  messageID,
}: ConversationReference & { readonly messageID: string }): readonly [string, string, string] {
  return [conversationType, conversationID, messageID]
}

/** The row of a conversation, made when there is none. */
export async function conversationRow(
  draft: Draft,
  conversation: ConversationReference,
  now: number,
): Promise<ConversationRow> {
  const known = await draft.get('conversations', conversationKey(conversation))
  if (known !== undefined) return known
  const row: ConversationRow = {
    conversationType: conversation.conversationType,
    conversationID: conversation.conversationID,
    confirmed: { headCountedSeq: 0, markCountedSeq: 0, removedCount: 0, isPinned: false, draft: '' },
    pending: [],
    createTime: now,
    draft: '',
    conversationName: conversation.conversationID,
    conversationAvatarUrl: '',
    unreadMessageCount: 0,
    isPinned: false,
    isDisabled: false,
    activityTime: now,
  }
  draft.put('conversations', row)
  return row
}

/** Reads at once what refreshing many conversations will ask for one by one. */
export async function prefetchConversations(
  draft: Draft,
  conversations: readonly ConversationReference[],
): Promise<void> {
  const ofType = (wanted: ConversationReference['conversationType']) =>
    conversations.flatMap(({ conversationType, conversationID }) =>
      conversationType === wanted ? [[conversationID]] : [],
    )
  await Promise.all([
    draft.prefetch('conversations', conversations.map(conversationKey)),
    draft.prefetch('users', ofType('peer')),
    draft.prefetch('groups', ofType('group')),
  ])
}

/**
 * Recomputes what is shown of a conversation from what the backend confirmed, what the outbox makes of it, and its other
 * rows, and puts it into the batch. Nothing shown is ever counted up or down.
 */
export async function refreshConversation(draft: Draft, row: ConversationRow): Promise<ConversationRow> {
  const profile = await profileOf(draft, row)
  const lastMessage = await newestMessage(draft, row)
  const pin = row.pending.findLast((effect) => effect.type === 'pin')
  const isPinned = pin?.isPinned ?? row.confirmed.isPinned
  const pinnedTime = pin?.pinnedTime ?? row.confirmed.pinnedTime
  const draftEffect = row.pending.findLast((effect) => effect.type === 'draft')
  const unreadMessageCount = countUnread(row)
  const isListed = isNewerThanDeletion(row, newestOrders(row, lastMessage))
  const flags = flagsOf(row)
  const isArchived = flags.includes('archived')
  const refreshed: ConversationRow = {
    conversationType: row.conversationType,
    conversationID: row.conversationID,
    confirmed: row.confirmed,
    pending: row.pending,
    createTime: row.createTime,
    draft: draftEffect?.draft ?? row.confirmed.draft,
    ...(row.deletedUpToOrder === undefined ? {} : { deletedUpToOrder: row.deletedUpToOrder }),
    ...(row.deletedUpToUnsentOrder === undefined ? {} : { deletedUpToUnsentOrder: row.deletedUpToUnsentOrder }),
    ...(row.clearedUpToOrder === undefined ? {} : { clearedUpToOrder: row.clearedUpToOrder }),
    ...profile,
    unreadMessageCount,
    ...(lastMessage === undefined ? {} : { lastMessage: withoutLocalData(lastMessage) }),
    isPinned,
    ...(isPinned && pinnedTime !== undefined ? { pinnedTime } : {}),
    activityTime: lastMessage?.timestamp ?? row.createTime,
    ...(flags.length > 0 ? { flags } : {}),
    ...(isListed ? (isArchived ? { archiveFlag: 1 } : { listRank: isPinned ? 1 : 0 }) : {}),
    ...(isListed && (unreadMessageCount > 0 || flags.includes('markedUnread')) ? { unreadFlag: 1 } : {}),
  }
  draft.put('conversations', refreshed)
  return refreshed
}

/**
 * The newest message of a conversation, with what this update changed. Every update refreshes the conversations whose messages
 * it touches, so the newest of the others is the one shown so far: the storage is asked only when that one went or moved.
 */
async function newestMessage(draft: Draft, row: ConversationRow): Promise<Message | undefined> {
  const prefix = conversationKey(row)
  const shown = row.lastMessage
  const changes = draft.changes('messages', prefix)
  const ofShown = changes.find(({ key }) => key[2] === shown?.messageID)
  const isInPlace = shown !== undefined && (ofShown === undefined || ofShown.row?.order === shown.order)
  if (!isInPlace) {
    const [newest] = await draft.range('messages', { index: 'by_order', prefix, reverse: true, limit: 1 })
    return newest === undefined ? undefined : toMessage(newest)
  }
  const changed = changes.flatMap((change) => (change.row === undefined ? [] : [toMessage(change.row)]))
  return changed.reduce((newest, message) => (isBefore(message, newest) ? newest : message), shown)
}

/** It may be long, and a conversation is read as a whole. */
function withoutLocalData({ localExtendedData: _localExtendedData, ...message }: Message): Message {
  return message
}

function isBefore(left: Message, right: Message): boolean {
  return left.order === right.order ? left.messageID < right.messageID : left.order < right.order
}

/** Up to where a conversation goes: what the backend has, and what waits behind it. */
interface NewestOrders {
  readonly sent: string
  readonly unsent: string | undefined
}

export function newestOrders({ confirmed }: ConversationRow, lastMessage: Message | undefined): NewestOrders {
  const { headOrder = '' } = confirmed
  if (lastMessage === undefined) return { sent: headOrder, unsent: undefined }
  return lastMessage.sentStatus === 'sent'
    ? { sent: lastMessage.order, unsent: undefined }
    : { sent: headOrder, unsent: lastMessage.order }
}

function isNewerThanDeletion(
  { confirmed, deletedUpToOrder, deletedUpToUnsentOrder = '' }: ConversationRow,
  { sent, unsent }: NewestOrders,
): boolean {
  const { deletedOrder } = confirmed
  if (deletedUpToOrder === undefined && deletedOrder === undefined) return true
  return (
    (sent > (deletedUpToOrder ?? '') && sent > (deletedOrder ?? '')) ||
    (unsent !== undefined && unsent > deletedUpToUnsentOrder)
  )
}

/** The flags that are on, with what waits. */
function flagsOf({ confirmed, pending }: ConversationRow): readonly string[] {
  const flags = new Set(confirmed.flags)
  for (const effect of pending) {
    if (effect.type !== 'flag') continue
    if (effect.isOn) flags.add(effect.flag)
    else flags.delete(effect.flag)
  }
  return [...flags]
}

/** What counts as unread above the mark, less what was removed there (OL-39). */
function countUnread({ confirmed, pending }: Pick<ConversationRow, 'confirmed' | 'pending'>): number {
  const pendingMark = Math.max(0, ...marksOf(pending))
  // `removedCount` belongs to the confirmed mark; a mark made here covered everything that had come by then.
  return pendingMark > confirmed.markCountedSeq
    ? Math.max(0, confirmed.headCountedSeq - pendingMark)
    : Math.max(0, confirmed.headCountedSeq - confirmed.markCountedSeq - confirmed.removedCount)
}

function marksOf(pending: readonly ConversationEffect[]): readonly number[] {
  return pending.flatMap((effect) => (effect.type === 'markRead' ? [effect.countedSeq] : []))
}

async function profileOf(
  draft: Draft,
  { conversationType, conversationID, confirmed }: ConversationRow,
): Promise<Pick<ConversationRow, 'conversationName' | 'conversationAvatarUrl' | 'isDisabled'>> {
  if (conversationType === 'peer') {
    const user = await draft.get('users', [conversationID])
    const conversationName = user === undefined || user.userName === '' ? conversationID : user.userName
    return { conversationName, conversationAvatarUrl: user?.userAvatarUrl ?? '', isDisabled: false }
  }
  const group = await draft.get('groups', [conversationID])
  return {
    conversationName: group?.groupName ?? conversationID,
    conversationAvatarUrl: group?.groupAvatarUrl ?? '',
    // Of a group that this device has not heard of yet nobody has said that the user left it, unless somebody has.
    isDisabled: group === undefined ? confirmed.isLeft === true : group.memberFlag === undefined,
  }
}

/** The row as an app sees it. */
export function toConversation(row: ConversationRow): Conversation {
  return {
    conversationType: row.conversationType,
    conversationID: row.conversationID,
    conversationName: row.conversationName,
    conversationAvatarUrl: row.conversationAvatarUrl,
    unreadMessageCount: row.unreadMessageCount,
    ...(row.lastMessage === undefined ? {} : { lastMessage: row.lastMessage }),
    isPinned: row.isPinned,
    ...(row.pinnedTime === undefined ? {} : { pinnedTime: row.pinnedTime }),
    draft: row.draft,
    isDisabled: row.isDisabled,
    activityTime: row.activityTime,
    notificationStatus: hasFlag(row, 'doNotDisturb') ? 'doNotDisturb' : 'notify',
    isMarkedUnread: hasFlag(row, 'markedUnread'),
    isArchived: hasFlag(row, 'archived'),
    marks: (row.flags ?? []).flatMap((flag) => (flag.startsWith('mark') ? Number(flag.slice(4)) || [] : [])),
  }
}

export function hasFlag({ flags = [] }: Pick<ConversationRow, 'flags'>, flag: ConversationFlag): boolean {
  return flags.includes(flag)
}

/** What the conversation adds to the total of what is unread: of those on the list, the ones that may disturb. */
export function unreadOf(row: ConversationRow): number {
  return row.listRank === undefined || row.unreadFlag === undefined || hasFlag(row, 'doNotDisturb')
    ? 0
    : row.unreadMessageCount
}

/** The conversations with something unread, or marked so. */
export function unreadRows(source: Parameters<typeof allRows>[0]): AsyncIterable<ConversationRow> {
  return allRows(source, 'conversations', { index: 'by_unread', limit: 1_000 }, (row) => [1, ...conversationKey(row)])
}

/** How many messages are unread, by what `count` says each conversation adds. */
export async function totalUnreadMessageCount(store: Store, count = unreadOf): Promise<number> {
  let total = 0
  for await (const row of unreadRows(store)) total += count(row)
  return total
}
