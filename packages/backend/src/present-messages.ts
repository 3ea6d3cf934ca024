import type {
  BackendMessage,
  MessageReaction,
  OperationParameters,
  OperationResult,
  RepliedInfo,
} from '@latchkey/core/driver'
import type { ReadGrounds } from './authorisation.js'
import { readClearedSeqs } from './cleared-conversations.js'
import { toConversationReference } from './conversation-key.js'
import { assertCount, contractLimits } from './limits.js'
import type { MessagePlace, MessageRow, RepliedMessage } from './log-rows.js'
import type { QueryContext } from './operation-context.js'
import { toOrder } from './order.js'

/**
 * Messages as the user sees them now, in the order given: each has one present state per reader, whoever asks and
 * whichever way. What the user deleted is told only as that.
 */
export async function presentMessages(
  context: Pick<QueryContext, 'reader' | 'userID'>,
  rows: readonly MessageRow[],
): Promise<BackendMessage[]> {
  if (rows.length === 0) return []
  const { reader, userID } = context
  const uncounted = rows.filter((row) => row.signCount > 0 && keptReactions(userID, row) === undefined)
  const counted = uncounted.length > 0 ? await reader.readReactions(userID, uncounted) : []
  const reactionLists = new Map(counted.map((found) => [placeName(found), found.reactionList.map(toReaction)]))
  const deleted = new Set((await reader.readDeletions(userID, rows)).map(placeName))
  const clearedSeqs = await readClearedSeqs(context, rows)
  const isGone = (row: MessageRow) =>
    deleted.has(placeName(row)) || row.messageSeq <= (clearedSeqs.get(row.conversationKey) ?? 0)
  return rows.map((row) =>
    isGone(row)
      ? toTombstone(userID, row)
      : toMessage(userID, row, keptReactions(userID, row) ?? reactionLists.get(placeName(row))),
  )
}

/** One message as the user sees it now. */
export async function presentMessage(context: QueryContext, row: MessageRow): Promise<BackendMessage> {
  const [message] = await presentMessages(context, [row])
  if (!message) throw new TypeError('A message has no present state.')
  return message
}

/** Messages of a conversation by their messageIDs. */
export async function queryMessages(
  context: QueryContext,
  { messageIDs }: OperationParameters<'queryMessages'>,
  { conversation }: ReadGrounds,
): Promise<OperationResult<'queryMessages'>> {
  assertCount('messageIDs.length', messageIDs.length, 1, contractLimits.messagesPerQuery)
  const found: MessageRow[] = []
  for (const messageID of new Set(messageIDs)) {
    const message = await context.reader.findMessage(conversation.conversationKey, messageID)
    if (message) found.push(message)
  }
  return { messageList: await presentMessages(context, found) }
}

/** Whether the user may know what a message is now: who has left a group does not learn what was changed there since. */
export async function mayKnow({ reader, userID }: QueryContext, row: MessageRow): Promise<boolean> {
  const { conversationType, conversationID } = toConversationReference(userID, row.conversationKey)
  if (conversationType === 'peer' || row.changePosition === 0) return true
  const stay = await reader.getLastStay(conversationID, userID)
  return stay !== undefined && (stay.toPosition === undefined || stay.toPosition >= row.changePosition)
}

/** A name for a message among others. */
export function placeName({ conversationKey, messageSeq }: MessagePlace): string {
  return `${messageSeq} ${conversationKey}`
}

function toMessage(userID: string, row: MessageRow, reactionList: readonly MessageReaction[] = []): BackendMessage {
  return {
    ...toFrame(userID, row),
    content: row.content,
    ...row.attributes,
    ...(row.replied && { repliedInfo: toRepliedInfo(row.replied) }),
    ...(row.replyCount > 0 && { repliedCount: row.replyCount }),
    ...(row.revision > 0 && { revision: row.revision }),
    ...(row.editTime !== undefined && { editTime: row.editTime }),
    ...(reactionList.length > 0 && { reactionList }),
  }
}

function toRepliedInfo({ messageSeq, ...facts }: RepliedMessage): RepliedInfo {
  return { ...facts, order: toOrder(messageSeq) }
}

// One revision above all that this reader was told before; and later changes by others keep it above.
function toTombstone(userID: string, row: MessageRow): BackendMessage {
  return { ...toFrame(userID, row), content: { type: 'deleted' }, revision: row.revision + 1 }
}

/** What stays of a message whatever happens to it. */
function toFrame(userID: string, row: MessageRow): Omit<BackendMessage, 'content'> {
  const { messageSeq } = row
  return {
    ...toConversationReference(userID, row.conversationKey),
    messageID: row.messageID,
    senderUserID: row.senderUserID,
    timestamp: row.timestamp,
    order: toOrder(messageSeq),
    follows: messageSeq === 1 ? null : toOrder(messageSeq - 1),
    messageSeq,
    countedSeq: row.countedSeq,
    ...(row.senderUserID === userID && { operationID: row.operationID }),
  }
}

/** What the row tells of its signs to the user; `undefined` where it does not tell whether the user gave one of them. */
function keptReactions(userID: string, { signs }: MessageRow): readonly MessageReaction[] | undefined {
  return signs?.every(({ totalCount, userIDs }) => totalCount === userIDs.length || userIDs.includes(userID))
    ? signs.map((sign) => ({ ...sign, isSelfIncluded: sign.userIDs.includes(userID) }))
    : undefined
}

function toReaction({ reactionType, totalCount, isSelfIncluded, userIDs }: MessageReaction): MessageReaction {
  return { reactionType, totalCount, isSelfIncluded, userIDs }
}
