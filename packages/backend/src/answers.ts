import {
  ChatError,
  type BackendMessage,
  type ConversationReference,
  type ConversationSettings,
  type OperationParameters,
  type OperationResult,
} from '@latchkey/core/driver'
import { toConversationKey } from './conversation-key.js'
import { readState, toSettings } from './conversation-settings.js'
import type { OperationContext } from './operation-context.js'
import { fromOrder } from './order.js'
import { mayKnow, presentMessages } from './present-messages.js'
import { readMarkFacts } from './read-marks.js'

/** How the repeats of an operation are answered. */
export interface Answer<Parameters, Result> {
  /** What is kept of the first answer. JSON. */
  keep(result: Result, parameters: Parameters): unknown
  recall(context: OperationContext, kept: unknown): Promise<Result>
}

/** A repeat has the first answer, word for word. */
export function sameAnswer<Parameters, Result>(): Answer<Parameters, Result> {
  return { keep: (result) => result, recall: async (_, kept) => kept as Result }
}

type MessagePlacement = ConversationReference & { readonly order: string }

// Of messages and drafts only the place is kept: a repeat learns what they are now, and what was revoked is kept nowhere.

/** A repeat has the message as it is now. */
export function messageAnswer<Parameters>(): Answer<Parameters, { readonly message: BackendMessage }> {
  return {
    keep: ({ message }) => ({ message: toPlacement(message) }),
    async recall(context, kept) {
      const { message: placement } = kept as { readonly message: MessagePlacement }
      const [message] = await recallMessages(context, placement, [placement.order])
      if (!message) throw new ChatError('message-not-found')
      return { message }
    },
  }
}

export const deletionAnswer: Answer<OperationParameters<'deleteMessages'>, OperationResult<'deleteMessages'>> = {
  keep: ({ messageList }, { conversationType, conversationID }) => ({
    conversationType,
    conversationID,
    orders: messageList.map(({ order }) => order),
  }),
  async recall(context, kept) {
    const { orders, ...conversation } = kept as ConversationReference & { readonly orders: readonly string[] }
    const state = await readState(context.reader, context.userID, toConversationKey(context.userID, conversation))
    return {
      messageList: await recallMessages(context, conversation, orders),
      ...(await readMarkFacts(context, state)),
    }
  },
}

/** A repeat has the settings as they are now. */
export function settingsAnswer<Parameters extends ConversationReference>(): Answer<
  Parameters,
  { readonly settings: ConversationSettings }
> {
  return {
    keep: (_, { conversationType, conversationID }) => ({ conversationType, conversationID }),
    async recall({ reader, userID }, kept) {
      const conversation = kept as ConversationReference
      return { settings: toSettings(await readState(reader, userID, toConversationKey(userID, conversation))) }
    },
  }
}

function toPlacement({ conversationType, conversationID, order }: BackendMessage): MessagePlacement {
  return { conversationType, conversationID, order }
}

async function recallMessages(
  context: OperationContext,
  conversation: ConversationReference,
  orders: readonly string[],
): Promise<BackendMessage[]> {
  const conversationKey = toConversationKey(context.userID, conversation)
  const places = orders.map((order) => ({ conversationKey, messageSeq: fromOrder(order) ?? 0 }))
  const rows = places.length > 0 ? await context.reader.getMessages(places) : []
  for (const row of rows) if (!(await mayKnow(context, row))) throw new ChatError('not-group-member')
  return presentMessages(context, rows)
}
