import type { BackendMessage, ConversationHead } from '@latchkey/core/driver'
import { toSettings } from './conversation-settings.js'
import type { ListedConversation } from './log-rows.js'
import type { QueryContext } from './operation-context.js'
import { presentMessages } from './present-messages.js'
import { readMarkFacts } from './read-marks.js'

/** Where conversations stand for the user, in the order given. */
export async function readHeads(
  context: QueryContext,
  listed: readonly ListedConversation[],
): Promise<ConversationHead[]> {
  const places = listed
    .filter(({ conversation }) => conversation.lastSeq > 0)
    .map(({ conversation }) => ({
      conversationKey: conversation.conversationKey,
      messageSeq: conversation.lastSeq,
    }))
  const rows = places.length > 0 ? await context.reader.getMessages(places) : []
  const messages = await presentMessages(context, rows)
  const newest = new Map(rows.map((row, index) => [row.conversationKey, messages[index]]))
  const heads: ConversationHead[] = []
  for (const one of listed) heads.push(await toHead(context, one, newest.get(one.state.conversationKey)))
  return heads
}

async function toHead(
  context: QueryContext,
  { state }: ListedConversation,
  lastMessage: BackendMessage | undefined,
): Promise<ConversationHead> {
  return { ...toSettings(state), ...(lastMessage && { lastMessage }), ...(await readMarkFacts(context, state)) }
}
