import type { ConversationReference } from '@latchkey/core'
import { conversationRowKey } from './conversation-row-key.js'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'

/** How much of the files of the messages that wait is at the backend: whole per cents by messageID, as far as it was told. */
export type UploadProgress = ReadonlyMap<string, number>

/** More uploads than go on at a time; the oldest is forgotten first. */
const maxRemembered = 50

export function createUploads(
  { chat }: Pick<Kit, 'chat'>,
  conversation: ConversationReference,
): Readable<UploadProgress> {
  const key = conversationRowKey(conversation)
  const progress = createWritable<UploadProgress>(new Map(), () =>
    chat.on('fileUploadProgressed', (told) => {
      if (conversationRowKey(told) !== key) return
      const { messageID, sentBytes, totalBytes } = told
      const percent = totalBytes === 0 ? 100 : Math.floor((sentBytes / totalBytes) * 100)
      const known = progress.getSnapshot()
      if (known.get(messageID) === percent) return
      progress.set(new Map([...known, [messageID, percent] as const].slice(-maxRemembered)))
    }),
  )
  return progress
}
