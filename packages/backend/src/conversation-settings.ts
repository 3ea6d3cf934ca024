import type { ConversationSettings, OperationParameters, OperationResult } from '@latchkey/core/driver'
import type { ReadGrounds } from './authorisation.js'
import { toConversationReference } from './conversation-key.js'
import { assertAtMost } from './limits.js'
import type { ConversationStateRow } from './log-store.js'
import { toUser, type OperationContext } from './operation-context.js'

export async function updatePinnedState(
  context: OperationContext,
  { isPinned }: OperationParameters<'updateConversationPinnedState'>,
  { state }: ReadGrounds,
): Promise<OperationResult<'updateConversationPinnedState'>> {
  if (isPinned === state.isPinned) return { settings: toSettings(state) }
  if (isPinned) {
    const pinnedCount = await context.reader.countPinned(context.userID)
    assertAtMost('pinnedConversations', pinnedCount + 1, context.limits.maxPinnedConversations)
  }
  const { pinnedTime: _, ...unpinned } = state
  const updated = { ...unpinned, isPinned, ...(isPinned && { pinnedTime: context.now }) }
  await context.transaction.putConversationStates([updated])
  await context.append([toUser(context, context.userID, { type: 'settings', conversationKey: state.conversationKey })])
  return { settings: toSettings(updated) }
}

export function toSettings(state: ConversationStateRow): ConversationSettings {
  return { ...toConversationReference(state.userID, state.conversationKey), ...toPinnedState(state) }
}

export function toPinnedState({ isPinned, pinnedTime }: ConversationStateRow) {
  return { isPinned, ...(pinnedTime !== undefined && { pinnedTime }) }
}
