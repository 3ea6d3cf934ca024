import { createChat, type Chat, type Conversation, type Message } from '@latchkey/core'
import type { StorageDriver, TransportDriver } from '@latchkey/core/driver'
import type { ExpectedConversation } from '../log-reader.ts'

/** The app of every device of this bench. */
export const app = 'catch-up'
/** An address where nobody listens. */
export const nowhere = 'ws://127.0.0.1:9'

export const launch = async (
  storage: StorageDriver,
  transport: TransportDriver,
  {
    userID,
    token,
    isOfflineLogin,
  }: { readonly userID: string; readonly token: string; readonly isOfflineLogin: boolean },
): Promise<Chat> => {
  const chat = createChat({ app, storage, transport })
  await chat.login(userID, { token, isOfflineLogin })
  return chat
}

export const caughtUp = (chat: Chat): Promise<void> =>
  new Promise((resolve) => {
    chat.on('syncStateChanged', ({ state }) => {
      if (state === 'finished') resolve()
    })
  })

/** Every conversation on the list, in its order. */
export const readList = async (chat: Chat): Promise<readonly Conversation[]> => {
  const list: Conversation[] = []
  let cursor: string | undefined
  do {
    const page = await chat.queryConversationList({ count: 100, ...(cursor === undefined ? {} : { cursor }) })
    list.push(...page.conversationList)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return list
}

/** Every message of a conversation that is on the device, oldest first, back to the first gap. */
export const readHistory = async (
  chat: Chat,
  { conversationType, conversationID }: ExpectedConversation,
): Promise<readonly Message[]> => {
  const messages: Message[] = []
  let cursor: string | undefined
  do {
    const page = await chat.queryHistoryMessage(
      { conversationType, conversationID },
      { count: 100, ...(cursor === undefined ? {} : { cursor }) },
    )
    messages.unshift(...page.messageList)
    cursor = page.stoppedAtGap ? undefined : page.nextCursor
  } while (cursor !== undefined)
  return messages
}

/** What can be compared of a conversation on the list. */
export const toExpected = (conversation: Conversation): ExpectedConversation => ({
  conversationType: conversation.conversationType,
  conversationID: conversation.conversationID,
  unreadMessageCount: conversation.unreadMessageCount,
  isPinned: conversation.isPinned,
  lastMessageID: conversation.lastMessage?.messageID,
})

/** Watches the events of a chat until its list is as expected; calls back once. */
export const watchList = (
  chat: Chat,
  before: readonly Conversation[],
  expected: readonly ExpectedConversation[],
  onRight: () => void,
): void => {
  const wanted = new Map(expected.map((conversation) => [keyOf(conversation), JSON.stringify(conversation)]))
  const wrong = new Set(wanted.keys())
  const look = (conversation: Conversation): void => {
    const key = keyOf(conversation)
    if (JSON.stringify(toExpected(conversation)) === wanted.get(key)) wrong.delete(key)
    else wrong.add(key)
  }
  for (const conversation of before) look(conversation)
  const stop = chat.on('conversationChanged', ({ conversationList }) => {
    for (const conversation of conversationList) look(conversation)
    if (wrong.size > 0) return
    stop()
    onRight()
  })
}

export const keyOf = ({ conversationType, conversationID }: ExpectedConversation | Conversation): string =>
  `${conversationType}/${conversationID}`
