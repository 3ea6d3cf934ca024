import { ChatError, type ConversationReference, type ErrorCode } from '@latchkey/core'
import type { Kit } from './kit.js'
import { offersAttachments } from './offered.js'
import { createWritable, type Readable } from './readable.js'

/** How far the bytes of one file of a message are. */
export interface AttachedFileView {
  /** `idle`: nobody asked. `waiting`: it comes once there is a connection. `failed`: it may be asked for again. */
  readonly state: 'idle' | 'loading' | 'ready' | 'waiting' | 'failed'
  /** All of it, once `ready`. */
  readonly bytes?: Uint8Array
  /** What is to be said of it; empty when nothing is. */
  readonly note: string
}

/** The bytes of one file: from this device, or from the backend once that is reached. */
export interface AttachedFile extends Readable<AttachedFileView> {
  /** Asks for them; what was asked for without a connection is asked for again with the next one, while somebody watches. */
  load(): void
  /** Lets go of the bytes: nobody sees them now. */
  release(): void
}

const connectionCodes: ReadonlySet<ErrorCode> = new Set(['not-connected', 'transport-unreachable', 'transport-timeout'])

const idle: AttachedFileView = { state: 'idle', note: '' }

export function createAttachedFile(
  { chat, texts }: Kit,
  conversation: ConversationReference,
  { messageID, fileID }: { readonly messageID: string; readonly fileID: string },
): AttachedFile {
  /** Which answer is still wanted. */
  let wanted = 0
  const view = createWritable<AttachedFileView>(idle, () =>
    chat.on('connectionStateChanged', () => {
      if (view.getSnapshot().state === 'waiting') load()
    }),
  )

  function load(): void {
    const { state } = view.getSnapshot()
    if (state === 'loading' || state === 'ready') return
    wanted += 1
    const mine = wanted
    // One that waits goes on saying so until there is something else to say.
    if (state !== 'waiting') view.set({ state: 'loading', note: '' })
    const show = (next: AttachedFileView) => {
      if (mine === wanted) view.set(next)
    }
    if (!offersAttachments(chat)) {
      show({ state: 'failed', note: texts.fileFailed })
      return
    }
    chat.downloadFile(conversation, messageID, { fileID }).then(
      ({ bytes }) => {
        show({ state: 'ready', bytes, note: '' })
      },
      (error: unknown) => {
        const code = ChatError.is(error) ? error.code : undefined
        if (code !== undefined && connectionCodes.has(code)) show({ state: 'waiting', note: texts.fileWhenOnline })
        else show({ state: 'failed', note: code === 'file-not-found' ? texts.fileGone : texts.fileFailed })
      },
    )
  }

  return {
    ...view,
    load,
    release() {
      wanted += 1
      view.set(idle)
    },
  }
}
