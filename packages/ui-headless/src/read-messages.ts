import { ConnectionState, type ConversationReference, type Message } from '@latchkey/core'
import { conversationRowKey } from './conversation-row-key.js'
import type { Kit } from './kit.js'
import { offersReceipts } from './offered.js'
import { createWritable, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'

/** So many of the newest messages are asked about; in a group each question costs the backend a count. */
const mostAsked = { peer: 100, group: 20 } as const

/**
 * The own messages that everybody who could has read, by messageID. Between two people it is told as it happens; in a group it is
 * counted when the conversation is opened, with each connection, and after each own message.
 */
export function createReadMessages(
  { chat }: Pick<Kit, 'chat'>,
  conversation: ConversationReference,
  history: Readable<{ readonly messageList: readonly Message[] }>,
): Readable<ReadonlySet<string>> {
  const none: ReadonlySet<string> = new Set()
  if (!offersReceipts(chat)) return createWritable(none)
  const key = conversationRowKey(conversation)
  const { conversationType } = conversation
  let askedList = ''

  const ownIDs = () =>
    history
      .getSnapshot()
      .messageList.filter((message) => message.direction === 'send' && message.sentStatus === 'sent')
      .slice(-mostAsked[conversationType])
      .map(({ messageID }) => messageID)

  const read = createWritable(none, () => {
    const refresh = createRefresher(async () => {
      const known = read.getSnapshot()
      const messageIDs = ownIDs().filter((messageID) => !known.has(messageID))
      if (messageIDs.length === 0) return
      const isQueryFromServer = conversationType === 'group' && chat.connectionState === ConnectionState.Connected
      const asking = chat.queryMessageReceiptsInfo(conversation, messageIDs, { isQueryFromServer })
      // What cannot be asked now stays as it was shown.
      const { receiptList } = await asking.catch(() => ({ receiptList: [] }))
      const news = receiptList.filter(
        ({ readMemberCount, unreadMemberCount }) => readMemberCount > 0 && unreadMemberCount === 0,
      )
      if (news.length > 0) read.set(new Set([...known, ...news.map(({ messageID }) => messageID)]))
    })
    const refreshForNew = () => {
      const list = ownIDs().join()
      if (list === askedList) return
      askedList = list
      refresh()
    }
    const stops = [
      history.subscribe(refreshForNew),
      chat.on('connectionStateChanged', refresh),
      chat.on('conversationMessageReceiptChanged', (told) => {
        if (conversationRowKey(told) === key) refresh()
      }),
    ]
    refreshForNew()
    return () => {
      askedList = ''
      for (const stop of stops) stop()
    }
  })
  return read
}
