import {
  ChatError,
  conversationFlags,
  type ConversationSettings,
  type OperationParameters,
  type OperationResult,
} from '@latchkey/core/driver'
import type { DraftGrounds, ReadGrounds } from './authorisation.js'
import { toConversationReference, type ConversationKey } from './conversation-key.js'
import { assertAtMost, assertBytes, assertRule, contractLimits } from './limits.js'
import type { ConversationStateRow } from './log-rows.js'
import type { LogReader } from './log-store.js'
import { toUser, type OperationContext } from './operation-context.js'
import { fromOrder, toOrder } from './order.js'

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
  return { settings: await putSettings(context, updated) }
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
  return { settings: await putSettings(context, { ...present, draft }) }
}

/** Turns a flag on or off. */
export async function setFlag(
  context: OperationContext,
  { flag, isOn }: OperationParameters<'setConversationFlag'>,
  { state }: ReadGrounds,
): Promise<OperationResult<'setConversationFlag'>> {
  assertRule('flag', 'one of those that there are', conversationFlags.includes(flag))
  if (state.flags.includes(flag) === isOn) return { settings: toSettings(state) }
  const others = state.flags.filter((other) => other !== flag)
  return { settings: await putSettings(context, { ...state, flags: isOn ? [...others, flag] : others }) }
}

/** Takes the conversation off the user's lists up to a message. What went further stays. */
export async function deleteConversation(
  context: OperationContext,
  { order }: OperationParameters<'deleteConversation'>,
  { conversation, state }: ReadGrounds,
): Promise<OperationResult<'deleteConversation'>> {
  const deletedSeq = fromOrder(order)
  if (!deletedSeq || deletedSeq > conversation.lastSeq) throw new ChatError('message-not-found')
  if (deletedSeq <= state.deletedSeq) return { settings: toSettings(state) }
  return { settings: await putSettings(context, { ...state, deletedSeq }) }
}

async function putSettings(context: OperationContext, state: ConversationStateRow): Promise<ConversationSettings> {
  const updated = { ...state, settingsRevision: state.settingsRevision + 1 }
  await context.transaction.putConversationStates([updated])
  await context.append([toUser(context, context.userID, { type: 'settings', conversationKey: state.conversationKey })])
  return toSettings(updated)
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
      flags: [],
      deletedSeq: 0,
      isListed: false,
    }
  )
}

export function toSettings(state: ConversationStateRow): ConversationSettings {
  const { isPinned, pinnedTime, draft, flags, deletedSeq, settingsRevision } = state
  return {
    ...toConversationReference(state.userID, state.conversationKey),
    isPinned,
    ...(pinnedTime !== undefined && { pinnedTime }),
    draft,
    ...(flags.length > 0 && { flags }),
    ...(deletedSeq > 0 && { deletedOrder: toOrder(deletedSeq) }),
    ...(settingsRevision > 0 && { revision: settingsRevision }),
  }
}
