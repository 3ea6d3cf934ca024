import { ChatError, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import type { MemberGrounds } from './authorisation.js'
import { toConversationKey, toConversationReference } from './conversation-key.js'
import { assertCount, contractLimits } from './limits.js'
import type { ConversationStateRow, MessageRow } from './log-rows.js'
import { toGroupMember } from './memberships.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { toOrder } from './order.js'
import { putPeerRegister, readRegisters } from './registers.js'
import { readUsers } from './users.js'

const kind = 'readMark'

/**
 * The other user of a peer conversation learns how far it was read, unless the reader has blocked them. Of a group nobody is told: there a
 * reading would cost as much as a message.
 */
export async function tellReading(context: OperationContext, state: ConversationStateRow): Promise<void> {
  const { conversationKey, readSeq } = state
  const { userID } = context
  const { conversationType, conversationID } = toConversationReference(userID, conversationKey)
  if (conversationType === 'group') return
  const [blocked] = await readRegisters(context, { type: 'user', userID }, 'blockedUser', [conversationID])
  if (blocked?.value !== undefined) return
  const value = { order: toOrder(readSeq), readTime: context.now }
  await putPeerRegister(context, conversationID, conversationKey, { kind, key: userID, value })
}

/** Counted where it is asked, so that neither sending nor reading costs anything for each member. */
export async function queryMessageReceiptsInfo(
  context: QueryContext,
  { groupID, messageIDs }: OperationParameters<'queryMessageReceiptsInfo'>,
  { membership }: MemberGrounds,
): Promise<OperationResult<'queryMessageReceiptsInfo'>> {
  assertCount('messageIDs.length', messageIDs.length, 1, contractLimits.messagesPerQuery)
  const receiptList = []
  for (const messageID of new Set(messageIDs)) {
    const message = await findInGroup(context, groupID, messageID)
    if (message?.senderUserID !== context.userID) continue
    // Who came later has read nothing and left nothing unread. The sender is counted with the others.
    const memberCount = await context.reader.countMembers(groupID, message.timestamp)
    const readCount = await context.reader.countReaders(groupID, message, message.timestamp)
    const own = membership.enterTime <= message.timestamp ? 1 : 0
    const [readMemberCount, unreadMemberCount] = [readCount - own, memberCount - readCount]
    receiptList.push({ messageID, readMemberCount, unreadMemberCount })
  }
  const { lastPosition } = await context.reader.getLogState()
  return { receiptList, revision: lastPosition }
}

export async function queryMessageReceiptMemberList(
  context: QueryContext,
  { groupID, messageID, isRead, count, afterUserID = '' }: OperationParameters<'queryMessageReceiptMemberList'>,
): Promise<OperationResult<'queryMessageReceiptMemberList'>> {
  assertCount('count', count, 1, contractLimits.membersPerPage)
  const message = await findInGroup(context, groupID, messageID)
  if (!message) throw new ChatError('message-not-found')
  if (message.senderUserID !== context.userID) {
    throw new ChatError('not-allowed', { details: { rule: 'the sender learns who has read a message' } })
  }
  const { conversationKey, messageSeq, timestamp: enteredBy } = message
  const bounds = { exceptUserID: context.userID, afterUserID, limit: count + 1 }
  const query = { conversationKey, messageSeq, enteredBy, isRead, ...bounds }
  const found = await context.reader.listReaders(groupID, query)
  const readers = found.slice(0, count)
  const conversation = { conversationType: 'group', conversationID: groupID } as const
  return {
    memberList: readers.map(({ membership }) => toGroupMember(membership)),
    userList: await readUsers(
      context.reader,
      readers.map(({ membership }) => membership.userID),
    ),
    registerList: readers.map(({ membership: { userID: key }, readSeq }) => ({
      kind,
      conversation,
      key,
      revision: readSeq,
      ...(readSeq > 0 && { value: { order: toOrder(readSeq) } }),
    })),
    more: found.length > count,
  }
}

function findInGroup(
  { reader, userID }: QueryContext,
  conversationID: string,
  messageID: string,
): Promise<MessageRow | undefined> {
  return reader.findMessage(toConversationKey(userID, { conversationType: 'group', conversationID }), messageID)
}
