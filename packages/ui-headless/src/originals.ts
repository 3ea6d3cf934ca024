import type { ConversationReference, Message } from '@latchkey/core'
import { conversationRowKey } from './conversation-row-key.js'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'

/** The messages that others answer, by messageID, as far as they were asked for; `undefined` for those that are not on this device. */
export interface Originals extends Readable<ReadonlyMap<string, Message | undefined>> {
  /** `undefined` until it is known, too; then the snapshot changes. */
  find(messageID: string): Message | undefined
}

/** As many as one query takes. */
const batchCount = 100

export function createOriginals({ chat }: Pick<Kit, 'chat'>, conversation: ConversationReference): Originals {
  const key = conversationRowKey(conversation)
  const asked = new Set<string>()
  let waiting: string[] = []

  const known = createWritable<ReadonlyMap<string, Message | undefined>>(new Map(), () => {
    const renew = (told: ConversationReference & { readonly messageList: readonly Message[] }) => {
      if (conversationRowKey(told) !== key) return
      const changed = told.messageList.filter(({ messageID }) => asked.has(messageID))
      keep(changed.map((message) => [message.messageID, message]))
    }
    const stops = [
      chat.on('messageEdited', renew),
      chat.on('messageRevokeReceived', renew),
      chat.on('messageReceived', renew),
      chat.on('messageDeleted', (told) => {
        if (conversationRowKey(told) !== key) return
        keep(told.messageIDs.filter((messageID) => asked.has(messageID)).map((messageID) => [messageID, undefined]))
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  })

  function keep(news: readonly (readonly [string, Message | undefined])[]): void {
    if (news.length > 0) known.set(new Map([...known.getSnapshot(), ...news]))
  }

  async function readWaiting(): Promise<void> {
    const messageIDs = waiting.slice(0, batchCount)
    waiting = waiting.slice(batchCount)
    try {
      const { messageList } = await chat.queryMessages(conversation, messageIDs)
      const found = new Map(messageList.map((message) => [message.messageID, message]))
      keep(messageIDs.map((messageID) => [messageID, found.get(messageID)]))
    } catch {
      // Asked again when they are next needed: a database that could not be read then may be readable by now.
      for (const messageID of messageIDs) asked.delete(messageID)
    }
    if (waiting.length > 0) await readWaiting()
  }

  return {
    ...known,
    find(messageID) {
      if (!asked.has(messageID)) {
        asked.add(messageID)
        waiting.push(messageID)
        // All that one screen asks for is read at once.
        if (waiting.length === 1) void Promise.resolve().then(readWaiting)
      }
      return known.getSnapshot().get(messageID)
    },
  }
}
