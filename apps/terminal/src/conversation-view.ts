import type { ConversationReference, Message } from '@latchkey/core'
import { addressOf, conversationLine, conversationOf, messageLine, plain, saidIn, stateOf } from './lines.js'
import type { LineScreen } from './line-screen.js'
import type { TerminalChat } from './terminal-chat.js'

/** What is looked at: the list, or one conversation. */
export interface ConversationView {
  /** The one that is open. */
  readonly open: ConversationReference | undefined
  showList(): Promise<void>
  /** By its address, or by its number in the list that was shown last. Shows the newest messages, and counts them as read. */
  openConversation(wanted: string): Promise<void>
  /** What lies before what was shown. */
  showOlder(): Promise<void>
  /** Shows messages that came, or tells that they did. */
  showReceived(messages: readonly Message[]): Promise<void>
  /** Shows what became of messages of one's own. */
  showSent(messages: readonly Message[]): Promise<void>
  send(text: string): Promise<void>
}

const pageSize = 20

export function createConversationView(chat: TerminalChat, screen: LineScreen): ConversationView {
  let listed: readonly ConversationReference[] = []
  let open: ConversationReference | undefined
  let olderCursor: string | undefined

  async function print(messages: readonly Message[]): Promise<void> {
    const senders = [...new Set(messages.map(({ senderUserID }) => senderUserID))]
    const { userList } = senders.length === 0 ? { userList: [] } : await chat.queryUsersInfo(senders)
    const names = new Map(userList.map(({ userID, userName }) => [userID, userName]))
    for (const message of messages) {
      const isOwn = message.senderUserID === chat.userID
      screen.print(messageLine(message, isOwn ? 'you' : (names.get(message.senderUserID) ?? message.senderUserID)))
    }
  }

  async function showPage(conversation: ConversationReference, cursor: string | undefined): Promise<void> {
    const options = { count: pageSize, ...(cursor === undefined ? {} : { cursor }) }
    const { messageList, nextCursor, stoppedAtGap } = await chat.queryHistoryMessage(conversation, options)
    if (stoppedAtGap) screen.print('* there are older ones that this device does not have')
    else if (messageList.length === 0) screen.print('* no messages')
    await print(messageList)
    olderCursor = nextCursor
  }

  function requireOpen(): ConversationReference {
    if (open === undefined) throw new Error('No conversation is open: /open one.')
    return open
  }

  async function markRead(conversation: ConversationReference): Promise<void> {
    const { conversationList } = await chat.queryConversationList({ count: 100 })
    if (conversationList.some((known) => isSame(known, conversation) && known.unreadMessageCount > 0)) {
      await chat.clearConversationUnreadMessageCount(conversation)
    }
  }

  return {
    get open() {
      return open
    },

    async showList() {
      const { conversationList, nextCursor } = await chat.queryConversationList({ count: pageSize })
      const { unreadMessageCount } = await chat.queryConversationTotalUnreadMessageCount()
      listed = conversationList
      screen.print(`* ${String(unreadMessageCount)} unread in all`)
      conversationList.forEach((conversation, index) => {
        screen.print(`${String(index + 1)}. ${conversationLine(conversation)}`)
      })
      if (nextCursor !== undefined) screen.print('* and more')
    },

    async openConversation(wanted) {
      const numbered = /^\d{1,2}$/.test(wanted) ? listed[Number(wanted) - 1] : undefined
      open = numbered ?? conversationOf(wanted)
      screen.setPrompt(`${addressOf(open)}> `)
      screen.print(`* ${addressOf(open)}`)
      await showPage(open, undefined)
      await markRead(open)
    },

    async showOlder() {
      const conversation = requireOpen()
      if (olderCursor === undefined) screen.print('* nothing older')
      else await showPage(conversation, olderCursor)
    },

    async showReceived(messages) {
      const here = messages.filter((message) => open !== undefined && isSame(message, open))
      await print(here)
      const [first] = here
      if (first !== undefined) await markRead(first)
      for (const message of messages) {
        if (here.includes(message)) continue
        screen.print(`* new in ${addressOf(message)} from ${plain(message.senderUserID)}`)
      }
    },

    async showSent(messages) {
      for (const message of messages) {
        const where = open !== undefined && isSame(message, open) ? '' : ` in ${addressOf(message)}`
        screen.print(`*${stateOf(message)}${where} ${saidIn(message)}`)
      }
    },

    async send(text) {
      const { message } = await chat.sendMessage(requireOpen(), { type: 'text', text })
      await print([message])
    },
  }
}

function isSame(one: ConversationReference, other: ConversationReference): boolean {
  return one.conversationType === other.conversationType && one.conversationID === other.conversationID
}
