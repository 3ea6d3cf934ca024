import type { ConversationReference } from '../contract/conversation-reference.js'
import type { TransportConnection } from '../contract/transport-driver.js'
import type { CancelSignal } from '../contract/cancel-signal.js'
import { ChatError } from '../errors/chat-error.js'
import type { Journal } from '../runtime/journal.js'
import { conversationKey } from '../store/conversation-rows.js'
import type { Store } from '../store/store.js'
import type { Writer } from '../store/writer.js'
import { fetchHistory } from './history.js'

/** Conversations whose history is completed after a catch-up, the most recently active ones first. */
const maxConversations = 100
/** How many of the newest messages of each should be readable offline. */
const wantedMessages = 50
/** Pages asked for after one catch-up, so that a long absence does not become one long download. */
const maxPages = 400

/**
 * Fills gaps in the background (`sync.md` §5.3): for every recently active conversation the newest messages, and then the
 * gap below them, so that it can be read without a network.
 */
export async function fillGaps(
  connection: TransportConnection,
  { store, writer, journal }: { readonly store: Store; readonly writer: Writer; readonly journal: Journal },
  signal: CancelSignal,
): Promise<void> {
  let pages = 0
  const conversations = await store.range('conversations', {
    index: 'by_activity',
    reverse: true,
    limit: maxConversations,
  })
  for (const conversation of conversations) {
    if (conversation.confirmed.headOrder === undefined) continue
    for (;;) {
      if (signal.aborted || pages >= maxPages) return
      const gap = await nextGap(store, conversation)
      if (gap === undefined) break
      pages += 1
      try {
        const request = { type: 'before', order: gap, limit: wantedMessages } as const
        await fetchHistory(connection, writer, conversation, request, signal)
      } catch (failure) {
        const error = ChatError.from(failure)
        journal.write('info', 'sync', 'A gap could not be filled.', { code: error.code })
        if (error.retryable) return
        break
      }
      // A page that filled nothing would be asked for again and again.
      if ((await nextGap(store, conversation)) === gap) break
    }
  }
}

/** The order below which something is missing that should be here; `undefined` when all of that is. */
async function nextGap(store: Store, conversation: ConversationReference): Promise<string | undefined> {
  const prefix = conversationKey(conversation)
  const [newest, older] = await store.range('ranges', { prefix, reverse: true, limit: 2 })
  if (newest === undefined || newest.reachesStart) return undefined
  if (older !== undefined) return newest.firstOrder
  const messages = await store.range('messages', {
    index: 'by_order',
    from: [...prefix, newest.firstOrder],
    to: [...prefix, '~'],
    prefix,
    limit: wantedMessages,
  })
  return messages.length < wantedMessages ? newest.firstOrder : undefined
}
