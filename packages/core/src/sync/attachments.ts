import type { AttachedContent } from '../contract/message-content.js'
import type { StorageFiles } from '../contract/storage-driver.js'
import type { TransportConnection, TransportFiles } from '../contract/transport-driver.js'
import type { CancelSignal } from '../contract/cancel-signal.js'
import { ChatError } from '../errors/chat-error.js'
import type { Emitter } from '../events/emitter.js'
import { filesOf } from '../runtime/content-files.js'
import type { OutboxRow } from '../store/schema.js'
import type { Store } from '../store/store.js'
import type { Writer } from '../store/writer.js'

/** The bytes of files: on this device, and on their way from and to the backend. A file goes by its fileID in both places. */
export interface Attachments {
  /** Durable when resolved. Rejects `storage-full`. */
  keep(fileID: string, bytes: Uint8Array): Promise<void>
  /** `undefined` unless all of the file is on this device. */
  read(content: AttachedContent): Promise<Uint8Array | undefined>
  /** Goes on where an earlier one ended. Rejects `file-not-found`, `file-mismatch`, and with what the connection rejects with. */
  fetch(connection: TransportConnection, content: AttachedContent, signal: CancelSignal): Promise<void>
  /**
   * Brings the file of a message that waits to the backend, from where an earlier attempt ended. Resolves early when the message
   * has been taken out of the outbox.
   */
  upload(connection: TransportConnection, row: OutboxRow, signal: CancelSignal): Promise<void>
}

/** Removes what an earlier run left behind, and begins. */
export type OpenAttachments = (parts: {
  readonly files: StorageFiles
  readonly store: Store
  readonly writer: Writer
  readonly emitter: Emitter
}) => Promise<Attachments>

/** What both the storage and the transport take at a time. */
const pieceBytes = 256 * 1_024
/** The longest file that is kept or fetched, whatever a message says. */
export const maxFileBytes = 100 * 1_024 * 1_024

const nothing = new Uint8Array()

export function createAttachments(files: StorageFiles, store: Store, emitter: Emitter): Attachments {
  const fetches = new Map<string, Promise<void>>()

  async function fetch(
    remote: TransportFiles,
    { fileID, fileSize }: AttachedContent,
    signal: CancelSignal,
  ): Promise<void> {
    if (fileSize > maxFileBytes) throw new ChatError('limit-exceeded', { details: { limit: 'maxFileBytes' } })
    let offset = (await files.size(fileID)) ?? 0
    if (fileSize === 0) await files.write(fileID, 0, nothing)
    while (offset < fileSize) {
      const bytes = await remote.get(fileID, offset, Math.min(pieceBytes, fileSize - offset), { signal })
      if (bytes.length === 0) throw new ChatError('file-mismatch')
      await files.write(fileID, offset, bytes)
      offset += bytes.length
    }
  }

  return {
    async keep(fileID, bytes) {
      let offset = 0
      do {
        await files.write(fileID, offset, bytes.subarray(offset, offset + pieceBytes))
        offset += pieceBytes
      } while (offset < bytes.length)
    },

    async read({ fileID, fileSize }) {
      if (fileSize > maxFileBytes || (await files.size(fileID)) !== fileSize) return undefined
      const whole = new Uint8Array(fileSize)
      for (let offset = 0; offset < fileSize; offset += pieceBytes) {
        const piece = await files.read(fileID, offset, Math.min(pieceBytes, fileSize - offset))
        if (piece === undefined) return undefined
        whole.set(piece, offset)
      }
      return whole
    },

    async fetch(connection, content, signal) {
      const { fileID } = content
      // Two that fetch the same file would cut off each other's bytes.
      const fetching =
        fetches.get(fileID) ??
        fetch(remoteFiles(connection), content, signal).finally(() => {
          fetches.delete(fileID)
        })
      fetches.set(fileID, fetching)
      await fetching
    },

    async upload(connection, row, signal) {
      if (row.operation !== 'sendMessage') return
      const { conversationType, conversationID, uploads, fileSha256, operationID } = row
      const { content, messageID } = row.parameters
      const uploaded = filesOf(content).flatMap(({ fileID, fileSize: size }) => {
        const sha256 = uploads?.find((upload) => upload.fileID === fileID)?.sha256 ?? fileSha256
        return sha256 === undefined ? [] : [{ fileID, size, sha256 }]
      })
      if (uploaded.length === 0) return
      const remote = remoteFiles(connection)
      const totalBytes = uploaded.reduce((sum, { size }) => sum + size, 0)
      let earlierBytes = 0
      for (const file of uploaded) {
        const { fileID, size } = file
        let sentBytes = await remote.put(file, 0, nothing, { signal })
        for (;;) {
          const progress = { messageID, sentBytes: earlierBytes + sentBytes, totalBytes }
          emitter.emit('fileUploadProgressed', { conversationType, conversationID, ...progress })
          if ((await store.get('outbox', [operationID])) === undefined) return
          if (sentBytes >= size) break
          const bytes = await files.read(fileID, sentBytes, pieceBytes)
          if (bytes === undefined || bytes.length === 0) throw new ChatError('file-not-found')
          const received = await remote.put(file, sentBytes, bytes, { signal })
          // The backend has lost some of it: the next attempt asks anew how much.
          if (received <= sentBytes) throw new ChatError('backend-failed')
          sentBytes = received
        }
        earlierBytes += size
      }
    },
  }
}

function remoteFiles({ files }: TransportConnection): TransportFiles {
  if (files === undefined) throw new ChatError('not-supported', { details: { feature: 'files' } })
  return files
}
