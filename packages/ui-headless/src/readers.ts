import { ConnectionState, type ConversationReference, type GroupMemberInfo } from '@latchkey/core'
import { avatarView } from './avatar.js'
import type { Kit } from './kit.js'
import { offersReceipts } from './offered.js'
import type { Participant } from './participants.js'
import { createWritable, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'

export interface ReadersView {
  readonly readers: readonly Participant[]
  readonly others: readonly Participant[]
  readonly state: 'loading' | 'ready'
  /** Says that it may be out of date, when only this device was asked; else empty. */
  readonly note: string
}

/** Who has read an own message of a group, and who has not. */
export type Readers = Readable<ReadersView>

/** As many as are named on either side. */
const mostPeople = 100

export function createReaders(kit: Kit, conversation: ConversationReference, messageID: string): Readers | undefined {
  const { chat, texts } = kit
  const { conversationType, conversationID } = conversation
  if (!offersReceipts(chat) || conversationType !== 'group') return undefined
  const receipts = chat

  const view = createWritable<ReadersView>({ readers: [], others: [], state: 'loading', note: '' }, () => {
    async function read(isQueryFromServer: boolean): Promise<void> {
      const options = { count: mostPeople, isQueryFromServer }
      const [read, unread] = await Promise.all([
        receipts.queryGroupMessageReceiptReadMemberList(conversationID, messageID, options),
        receipts.queryGroupMessageReceiptUnreadMemberList(conversationID, messageID, options),
      ])
      view.set({
        readers: read.groupMemberList.map(toPerson),
        others: unread.groupMemberList.map(toPerson),
        state: 'ready',
        note: isQueryFromServer ? '' : texts.onlyHere,
      })
    }
    const refresh = createRefresher(async () => {
      // What is shown stays when it cannot be read.
      await read(false).catch(() => undefined)
      if (chat.connectionState === ConnectionState.Connected) await read(true).catch(() => undefined)
    })
    const stop = chat.on('connectionStateChanged', refresh)
    refresh()
    return stop
  })
  return view
}

function toPerson({ userID, memberNickname, userName, userAvatarUrl }: GroupMemberInfo): Participant {
  const name = memberNickname !== '' ? memberNickname : userName === '' ? userID : userName
  return { userID, name, avatar: avatarView(userID, name, userAvatarUrl) }
}
