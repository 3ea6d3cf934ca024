import type { Conversation, ConversationReference, Message } from '@latchkey/core'
import type { TerminalChat } from './terminal-chat.js'

const pageSize = 100

/**
 * Answers every unread message, now and whenever one comes, until the chat is logged out. An answer names the message that it
 * answers, so that one that was written before a crash is not written again. Returns what ends it.
 */
export function runBot(
  chat: TerminalChat,
  answerTo: (message: Message) => string | undefined,
  report: (error: unknown) => void,
): () => void {
  let work = Promise.resolve()
  const look = () => {
    work = work.then(() => answerUnread(chat, answerTo)).catch(report)
  }
  const stops = [
    chat.on('messageReceived', look),
    chat.on('syncStateChanged', ({ state }) => {
      if (state === 'finished') look()
    }),
  ]
  look()
  return () => {
    for (const stop of stops) stop()
  }
}

async function answerUnread(chat: TerminalChat, answerTo: (message: Message) => string | undefined): Promise<void> {
  for (const conversation of await readUnread(chat)) {
    const { conversationType, conversationID, unreadMessageCount } = conversation
    const reference: ConversationReference = { conversationType, conversationID }
    for (const message of await readReceived(chat, reference, unreadMessageCount)) {
      const answer = answerTo(message)
      if (answer === undefined || (await isAnswered(chat, reference, message.messageID))) continue
      await chat.sendMessage(reference, { type: 'text', text: answer }, { repliedMessageID: message.messageID })
    }
    await chat.clearConversationUnreadMessageCount(reference)
  }
}

async function readUnread(chat: TerminalChat): Promise<readonly Conversation[]> {
  const unread: Conversation[] = []
  let cursor: string | undefined
  do {
    const page = await chat.queryConversationList({ count: pageSize, ...(cursor === undefined ? {} : { cursor }) })
    unread.push(...page.conversationList.filter(({ unreadMessageCount }) => unreadMessageCount > 0))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return unread
}

/** The newest `count` messages of others, as far as they are here, oldest first. */
async function readReceived(
  chat: TerminalChat,
  conversation: ConversationReference,
  count: number,
): Promise<readonly Message[]> {
  const received: Message[] = []
  let cursor: string | undefined
  do {
    const options = { count: pageSize, ...(cursor === undefined ? {} : { cursor }) }
    const page = await chat.queryHistoryMessage(conversation, options)
    received.unshift(...page.messageList.filter(({ direction }) => direction === 'receive'))
    cursor = page.stoppedAtGap ? undefined : page.nextCursor
  } while (cursor !== undefined && received.length < count)
  return received.slice(-count)
}

async function isAnswered(
  chat: TerminalChat,
  conversation: ConversationReference,
  messageID: string,
): Promise<boolean> {
  const { messageList } = await chat.queryMessageRepliedList(conversation, messageID, { count: pageSize })
  return messageList.some(({ senderUserID }) => senderUserID === chat.userID)
}
