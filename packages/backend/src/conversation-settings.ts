import type { ConversationSettings, OperationParameters, OperationResult } from '@latchkey/core/driver'
import type { DraftGrounds, ReadGrounds } from './authorisation.js'
import { toConversationReference, type ConversationKey } from './conversation-key.js'
import { assertAtMost, assertBytes, contractLimits } from './limits.js'
import type { ConversationStateRow, LogReader } from './log-store.js'
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
  const settingsRevision = state.settingsRevision + 1
  const updated = { ...unpinned, settingsRevision, isPinned, ...(isPinned && { pinnedTime: context.now }) }
  await context.transaction.putConversationStates([updated])
  await context.append([toUser(context, context.userID, { type: 'settings', conversationKey: state.conversationKey })])
  return { settings: toSettings(updated) }
}

/** Replaces the draft. A draft alone does not put the conversation on the user's list. */
export async function setDraft(
  context: OperationContext,
  { draft }: OperationParameters<'setConversationDraft'>,
  { conversationKey }: DraftGrounds,
): Promise<OperationResult<'setConversationDraft'>> {
  assertBytes('draft', draft, contractLimits.draftBytes)
  const present = await readState(context.reader, context.userID, conversationKey)
  if (draft === present.draft) return { settings: toSettings(present) }
  const updated = { ...present, settingsRevision: present.settingsRevision + 1, draft }
  await context.transaction.putConversationStates([updated])
  await context.append([toUser(context, context.userID, { type: 'settings', conversationKey })])
  return { settings: toSettings(updated) }
}

/** What is kept for a user in a conversation; where nothing was kept so far, a state that lists nothing. */
export async function readState(
  reader: LogReader,
  userID: string,
  conversationKey: ConversationKey,
): Promise<ConversationStateRow> {
  const known = await reader.getConversationState(userID, conversationKey)
  return (
    known ?? {
      userID,
      conversationKey,
      settingsRevision: 0,
      readSeq: 0,
      readCountedSeq: 0,
      isPinned: false,
      draft: '',
      isListed: false,
    }
  )
}

export function toSettings(state: ConversationStateRow): ConversationSettings {
  const { isPinned, pinnedTime, draft, settingsRevision } = state
  return {
    ...toConversationReference(state.userID, state.conversationKey),
    isPinned,
    ...(pinnedTime !== undefined && { pinnedTime }),
    draft,
    ...(settingsRevision > 0 && { revision: settingsRevision }),
  }
}
