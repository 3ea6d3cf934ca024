import { ConnectionState, type ConversationReference } from '@latchkey/core'
import { avatarView } from './avatar.js'
import { conversationRowKey } from './conversation-row-key.js'
import type { Kit } from './kit.js'
import { offersReactors } from './offered.js'
import type { Participant } from './participants.js'
import { createWritable, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'

/** Who answered with one sign. */
export interface ReactorsOfSign {
  readonly sign: string
  readonly people: readonly Participant[]
  /** `and 12 others`; empty when all are named. */
  readonly others: string
}

export interface ReactorsView {
  readonly signs: readonly ReactorsOfSign[]
  readonly state: 'loading' | 'ready'
  /** Says that there may be more, when only this device was asked; else empty. */
  readonly note: string
}

/** Who answered one message with a sign: those whom this device knows at once, and the others with a connection. */
export type Reactors = Readable<ReactorsView>

/** As many as are named for a sign. */
const mostPeople = 100

export function createReactors(kit: Kit, conversation: ConversationReference, messageID: string): Reactors | undefined {
  const { chat, texts } = kit
  if (!offersReactors(chat)) return undefined
  const key = conversationRowKey(conversation)
  const { queryMessageReactionUserList } = chat

  const view = createWritable<ReactorsView>({ signs: [], state: 'loading', note: '' }, () => {
    async function readSign(reactionType: string, isQueryFromServer: boolean): Promise<ReactorsOfSign> {
      const options = { reactionType, count: mostPeople, isQueryFromServer }
      const { userList, totalCount } = await queryMessageReactionUserList(conversation, messageID, options)
      const people = userList.map(({ userID, userName, userAvatarUrl }) => {
        const name = userID === chat.userID ? texts.you : userName === '' ? userID : userName
        return { userID, name, avatar: avatarView(userID, name, userAvatarUrl) }
      })
      return { sign: reactionType, people, others: texts.andOthers([], totalCount - people.length) }
    }

    async function read(isQueryFromServer: boolean): Promise<void> {
      const { messageList } = await chat.queryMessages(conversation, [messageID])
      const reactionList = messageList[0]?.reactionList ?? []
      const signs = await Promise.all(reactionList.map(({ reactionType }) => readSign(reactionType, isQueryFromServer)))
      const isPart = !isQueryFromServer && signs.some(({ others }) => others !== '')
      view.set({ signs, state: 'ready', note: isPart ? texts.onlyHere : '' })
    }

    const refresh = createRefresher(async () => {
      // What is shown stays when it cannot be read.
      await read(false).catch(() => undefined)
      if (chat.connectionState === ConnectionState.Connected) await read(true).catch(() => undefined)
    })
    const stops = [
      chat.on('messageReactionsChanged', (told) => {
        if (conversationRowKey(told) === key) refresh()
      }),
      chat.on('connectionStateChanged', refresh),
    ]
    refresh()
    return () => {
      for (const stop of stops) stop()
    }
  })
  return view
}
