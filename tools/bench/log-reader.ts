import type { Change, ConversationHead, ConversationReference, TransportConnection } from '@latchkey/core/driver'
import { webSocketTransport } from '@latchkey/transport-websocket'

/** A connection that asks and is told nothing else: benches look at the server through it, past the client under test. */
export const connectAsAuditor = (url: string, userID: string, token: string): Promise<TransportConnection> =>
  webSocketTransport({ url }).connect(
    { userID, credential: { type: 'token', token }, deviceID: 'auditor', platform: 'bench' },
    { changes: async () => undefined, signal: () => undefined },
  )

/** The change log after `cursor`; without one, where everything stands. */
export const readLog = async (
  connection: TransportConnection,
  cursor?: string,
): Promise<{ readonly changes: readonly Change[]; readonly cursor: string }> => {
  const changes: Change[] = []
  let at = cursor
  for (;;) {
    const page = await connection.pull(at, 500)
    if (page === 'tooFarBack') throw new Error('The log does not reach back.')
    for (const change of page.changes) changes.push(change)
    at = page.cursor
    if (!page.more) return { changes, cursor: at }
  }
}

/** How one conversation should look on every device. */
export interface ExpectedConversation extends ConversationReference {
  readonly unreadMessageCount: number
  readonly isPinned: boolean
  readonly lastMessageID: string | undefined
}

/** What the list should show, from what the server says of each conversation. */
export const readExpectedList = async (connection: TransportConnection): Promise<readonly ExpectedConversation[]> => {
  const { changes } = await readLog(connection)
  const heads = new Map<string, ConversationHead>()
  for (const change of changes) {
    if (change.type === 'conversationHead') {
      heads.set(`${change.head.conversationType}/${change.head.conversationID}`, change.head)
    }
  }
  return [...heads.values()].map(
    ({ conversationType, conversationID, lastMessage, readMark, removedCount, isPinned }) => ({
      conversationType,
      conversationID,
      unreadMessageCount: Math.max(0, (lastMessage?.countedSeq ?? 0) - (readMark?.countedSeq ?? 0) - removedCount),
      isPinned,
      lastMessageID: lastMessage?.messageID,
    }),
  )
}

/** Every message of a conversation, oldest first, page by page. */
export const readMessages = async (connection: TransportConnection, conversation: ConversationReference) => {
  const messages = [...(await connection.history(conversation, { type: 'newest', limit: 100 })).messages]
  for (;;) {
    const order = messages[0]?.order
    if (order === undefined) return messages
    const page = await connection.history(conversation, { type: 'before', order, limit: 100 })
    messages.unshift(...page.messages)
    if (page.reachedStart) return messages
  }
}
