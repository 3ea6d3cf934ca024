import type { Chat, ConversationReference, LiveQuery, LiveStatus } from '@latchkey/core'
import type { SimulatedChat } from './features.js'
import { conversationName } from './ledger.js'
import type { Random } from './random.js'

/** A screen that is open: what it shows, and how its query is asked once more. */
export interface Screen {
  readonly name: string
  /** The rows, and how far they can be trusted. */
  shown(): { readonly rows: unknown; readonly status: LiveStatus['status'] }
  ask(chat: SimulatedChat): Promise<unknown>
  close(): void
}

const conversationCount = 20
const messageCount = 10

export function openScreen({ live }: Chat, conversation: ConversationReference, random: Random): Screen {
  if (random.chance(0.5)) {
    const query = live.queryConversationList({ count: conversationCount })
    return screenOf('conversations', query, {
      rows: () => query.getSnapshot().conversationList,
      ask: async (chat) => (await chat.queryConversationList({ count: conversationCount })).conversationList,
    })
  }
  const query = live.queryHistoryMessage(conversation, { count: messageCount })
  return screenOf(`history of ${conversationName(conversation)}`, query, {
    rows: () => query.getSnapshot().messageList,
    ask: async (chat) => (await chat.queryHistoryMessage(conversation, { count: messageCount })).messageList,
  })
}

function screenOf(
  name: string,
  query: LiveQuery<LiveStatus>,
  { rows, ask }: { rows(): unknown; ask(chat: SimulatedChat): Promise<unknown> },
): Screen {
  const close = query.subscribe(() => void query.getSnapshot())
  return { name, shown: () => ({ rows: rows(), status: query.getSnapshot().status }), ask, close }
}
