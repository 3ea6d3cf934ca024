import { ConnectionState, type ConversationReference, type Message } from '@latchkey/core'
import { contentText } from './content-text.js'
import { conversationRowKey } from './conversation-row-key.js'
import type { Kit } from './kit.js'
import { offersReplies } from './offered.js'
import { createParticipants } from './participants.js'
import { createWritable, derive, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'

/** One answer, in a line. */
export interface ReplyView {
  readonly messageID: string
  readonly author: string
  readonly text: string
  readonly time: string
}

export interface RepliesView {
  /** Oldest first. */
  readonly replies: readonly ReplyView[]
  readonly state: 'loading' | 'ready'
  /** Says that there may be more, when only this device was asked; else empty. */
  readonly note: string
}

/** What answers one message: what of it is on this device at once, and all of it with a connection. */
export type Replies = Readable<RepliesView>

/** As many as are told at once; more of them are rare, and are found in the conversation. */
const mostReplies = 100

export function createReplies(kit: Kit, conversation: ConversationReference, messageID: string): Replies | undefined {
  const { chat, texts, formats } = kit
  if (!offersReplies(chat)) return undefined
  const key = conversationRowKey(conversation)
  const people = createParticipants(kit, conversation)

  interface Answer {
    readonly messageList: readonly Message[]
    readonly isWhole: boolean
  }
  const answer = createWritable<Answer | undefined>(undefined, () => {
    const read = (isQueryFromServer: boolean) =>
      chat.queryMessageRepliedList(conversation, messageID, { count: mostReplies, isQueryFromServer }).then(
        ({ messageList }) => {
          answer.set({ messageList, isWhole: isQueryFromServer })
        },
        // What is shown stays.
        () => undefined,
      )
    const refresh = createRefresher(async () => {
      await read(false)
      if (chat.connectionState === ConnectionState.Connected) await read(true)
    })
    const refreshHere = (told: ConversationReference) => {
      if (conversationRowKey(told) === key) refresh()
    }
    const stops = [
      chat.on('messageRepliedCountChanged', refreshHere),
      chat.on('messageEdited', refreshHere),
      chat.on('messageRevokeReceived', refreshHere),
      chat.on('connectionStateChanged', refresh),
    ]
    refresh()
    return () => {
      for (const stop of stops) stop()
    }
  })

  return derive<RepliesView>([answer, ...people.sources], () => {
    const known = answer.getSnapshot()
    const replies = (known?.messageList ?? []).map((message) => ({
      messageID: message.messageID,
      author: message.direction === 'send' ? texts.you : people.nameOf(message.senderUserID),
      text: contentText(message.content, texts),
      time: `${formats.dayHeading(message.timestamp)}, ${formats.clockTime(message.timestamp)}`,
    }))
    return {
      replies,
      state: known === undefined ? 'loading' : 'ready',
      note: known?.isWhole === false ? texts.onlyHere : '',
    }
  })
}
