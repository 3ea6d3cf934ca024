import type { OperationParameters, OperationResult } from '@latchkey/core/driver'
import type { MessageGrounds } from './authorisation.js'
import { assertNotBlocked } from './blocking.js'
import { toConversationReference } from './conversation-key.js'
import { assertAtMost, contractLimits } from './limits.js'
import type { Audience, MessageRow } from './log-rows.js'
import { assertPresent } from './message-log.js'
import type { OperationContext } from './operation-context.js'
import { putRegister, readRegisters, toRegister } from './registers.js'

const kind = 'pinnedMessage'

/** Everybody in a conversation may. What is pinned already stays so, since when it was and by whom. */
export async function pinMessage(
  context: OperationContext,
  { isPinned }: OperationParameters<'pinMessage'>,
  { message }: MessageGrounds,
): Promise<OperationResult<'pinMessage'>> {
  const { userID } = context
  const { conversationKey, messageID } = message
  const conversation = toConversationReference(userID, conversationKey)
  const { conversationType, conversationID } = conversation
  if (conversationType === 'peer') await assertNotBlocked(context, [conversationID])
  const [present] = await readRegisters(context, conversation, kind, [messageID])
  if (present && isPinned === (present.value !== undefined)) return { registerList: [toRegister(userID, present)] }
  if (!isPinned) return { registerList: [await putRegister(context, conversation, { kind, key: messageID })] }

  assertPresent(message)
  const scope: Audience =
    conversationType === 'group' ? { type: 'group', groupID: conversationID } : { type: 'user', userID }
  const pinnedCount = await context.reader.countRegisters(scope, kind, { conversationKey })
  assertAtMost('pinnedMessages', pinnedCount + 1, contractLimits.pinnedMessages)
  const value = { createTime: context.now, operatorUserID: userID }
  return { registerList: [await putRegister(context, conversation, { kind, key: messageID, value })] }
}

/** What is taken back is pinned no longer. */
export async function unpinMessage(context: OperationContext, message: MessageRow): Promise<void> {
  const { conversationKey, messageID } = message
  const conversation = toConversationReference(context.userID, conversationKey)
  const [present] = await readRegisters(context, conversation, kind, [messageID])
  if (present?.value !== undefined) await putRegister(context, conversation, { kind, key: messageID })
}
