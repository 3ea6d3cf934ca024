import { ChatError, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import type { MessageGrounds, ReadGrounds } from './authorisation.js'
import { releaseCombined } from './combined-messages.js'
import { exchangeFile } from './files.js'
import { assertCount, contractLimits } from './limits.js'
import type { MessageRow } from './log-rows.js'
import { assertPresent, changeMessage } from './message-log.js'
import { assertContent, isSameContent } from './message-content.js'
import { assertNotMuted } from './mutes.js'
import { toUser, type OperationContext } from './operation-context.js'
import { unpinMessage } from './pinned-messages.js'
import { placeName, presentMessage, presentMessages } from './present-messages.js'

/** What was asked for may have happened already, under another operationID: then nothing is told again. */

export async function editMessage(
  context: OperationContext,
  { content }: OperationParameters<'editMessage'>,
  { message, membership }: MessageGrounds,
): Promise<OperationResult<'editMessage'>> {
  assertContent(content, context.limits)
  if (message.senderUserID !== context.userID) refuse('the sender edits a message')
  assertPresent(message)
  if (isSameContent(message.content, content)) return { message: await presentMessage(context, message) }
  if (context.now - message.timestamp > context.limits.editWindowMs) refuse('the time to edit it is over')
  const group = membership && (await context.reader.getGroup(membership.groupID))
  if (group) assertNotMuted(context, group, membership)
  await exchangeFile(context, message, message.content, content)
  const edited = await changeMessage(context, { ...message, content, editTime: context.now })
  return { message: await presentMessage(context, edited) }
}

export async function revokeMessage(
  context: OperationContext,
  _: OperationParameters<'revokeMessage'>,
  { message, membership }: MessageGrounds,
): Promise<OperationResult<'revokeMessage'>> {
  const isAdministrator = membership?.memberRole === 'owner' || membership?.memberRole === 'admin'
  if (message.senderUserID !== context.userID && !isAdministrator) refuse('the sender revokes a message')
  if (message.content.type === 'revoked') return { message: await presentMessage(context, message) }
  if (!isAdministrator && context.now - message.timestamp > context.limits.revokeWindowMs) {
    refuse('the time to revoke it is over')
  }
  // Nothing stays of what it said, nor of what people answered to it.
  await context.transaction.removeReactions(message)
  await exchangeFile(context, message, message.content, undefined)
  if (message.content.type === 'combine') await releaseCombined(context, message)
  await unpinMessage(context, message)
  if (message.replied) await countReply(context, message, -1)
  const { editTime: _editTime, attributes: _attributes, signs: _signs, ...kept } = message
  const revoked = await changeMessage(context, {
    ...kept,
    content: { type: 'revoked', operatorUserID: context.userID, revokeTime: context.now },
    signCount: 0,
  })
  return { message: await presentMessage(context, revoked) }
}

/** For the user alone, on all devices. Messages that are not there are left out. */
export async function deleteMessages(
  context: OperationContext,
  { messageIDs }: OperationParameters<'deleteMessages'>,
  { conversation }: ReadGrounds,
): Promise<OperationResult<'deleteMessages'>> {
  assertCount('messageIDs.length', messageIDs.length, 1, contractLimits.messagesPerDeletion)
  const { conversationKey } = conversation
  const messages: MessageRow[] = []
  for (const messageID of new Set(messageIDs)) {
    const found = await context.reader.findMessage(conversationKey, messageID)
    if (found) messages.push(found)
  }
  const already = new Set((await context.reader.readDeletions(context.userID, messages)).map(placeName))
  const added = messages.filter((message) => !already.has(placeName(message)))
  if (added.length > 0) {
    await context.transaction.addDeletions(context.userID, added)
    await context.append(
      added.map(({ messageSeq }) =>
        toUser(context, context.userID, { type: 'messageChange', conversationKey, messageSeq }),
      ),
    )
  }
  return { messageList: await presentMessages(context, messages) }
}

async function countReply(context: OperationContext, reply: MessageRow, difference: number): Promise<void> {
  const { conversationKey, replied } = reply
  const [original] = replied
    ? await context.reader.getMessages([{ conversationKey, messageSeq: replied.messageSeq }])
    : []
  if (original) await changeMessage(context, { ...original, replyCount: original.replyCount + difference })
}

function refuse(rule: string): never {
  throw new ChatError('not-allowed', { details: { rule } })
}
