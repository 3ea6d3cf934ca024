import { ConnectionState, type ConversationReference, type Message } from '@latchkey/core'
import type { Kit } from './kit.js'
import { offersPinning } from './offered.js'
import { createWritable, type Readable } from './readable.js'

/** What is pinned in a conversation, the latest pinned first; nothing for a chat that was made without it. */
export function createPinnedMessages(
  { chat }: Pick<Kit, 'chat'>,
  conversation: ConversationReference,
): Readable<readonly Message[]> {
  const none: readonly Message[] = []
  if (!offersPinning(chat)) return createWritable(none)
  const live = chat.live.queryPinnedMessageList(conversation)

  // What is pinned may be further back than this device has read.
  const fetchMissing = () => {
    if (chat.connectionState !== ConnectionState.Connected) return
    chat.queryPinnedMessageList(conversation, { isQueryFromServer: true }).catch(() => undefined)
  }

  return {
    getSnapshot: () => live.getSnapshot().messageList,
    subscribe(listener) {
      const stops = [
        live.subscribe(listener),
        chat.on('connectionStateChanged', fetchMissing),
        chat.on('messagePinStatusChanged', fetchMissing),
      ]
      fetchMissing()
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
