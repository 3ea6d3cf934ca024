import type { ConversationHead } from '@latchkey/core/driver'
import { toConversationReference } from './conversation-key.js'
import { toPinnedState } from './conversation-settings.js'
import type { ListedConversation, LogReader, MessageRow } from './log-store.js'
import { toMessage } from './messages.js'
import { removedCount, toReadMark } from './read-marks.js'

/** Where conversations stand for `userID`, in the order given. */
export async function readHeads(
  reader: LogReader,
  userID: string,
  listed: readonly ListedConversation[],
): Promise<ConversationHead[]> {
  const places = listed
    .filter(({ conversation }) => conversation.lastSeq > 0)
    .map(({ conversation }) => ({
      conversationKey: conversation.conversationKey,
      messageSeq: conversation.lastSeq,
    }))
  const messages = places.length > 0 ? await reader.getMessages(places) : []
  const newest = new Map(messages.map((message) => [message.conversationKey, message]))
  return listed.map((conversation) =>
    toHead(userID, conversation, newest.get(conversation.conversation.conversationKey)),
  )
}

function toHead(userID: string, { state }: ListedConversation, lastMessage: MessageRow | undefined): ConversationHead {
  return {
    ...toConversationReference(userID, state.conversationKey),
    ...(lastMessage && { lastMessage: toMessage(userID, lastMessage) }),
    ...(state.readSeq > 0 && { readMark: toReadMark(state) }),
    removedCount,
    ...toPinnedState(state),
  }
}
