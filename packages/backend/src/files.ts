import { ChatError, type AttachedContent, type FileDescription } from '@latchkey/core/driver'
import type { FileStore } from './file-store.js'
import { assertPrintable } from './identifiers.js'
import { assertAtMost, assertCount, assertRule, contractLimits, type BackendLimits } from './limits.js'
import { filesOf } from './message-content.js'
import type { FileRow, MessagePlace, MessageRow } from './log-rows.js'
import type { LogReader, LogStore } from './log-store.js'
import type { OperationContext } from './operation-context.js'

/** The files of messages. */
export interface BackendFiles {
  /**
   * Adds bytes of a file, and answers how many of it there are from then on: see the contract's `files.put`. Refused:
   * `file-mismatch`, `limit-exceeded`, `invalid-argument`.
   */
  put(userID: string, file: FileDescription, offset: number, bytes: Uint8Array): Promise<number>
  /** See the contract's `files.get`. Refused: `file-not-found`, `invalid-argument`. */
  get(userID: string, fileID: string, offset: number, length: number): Promise<Uint8Array>
  /** Forgets the files that were begun before `time` and are in no message. */
  expire(time: number): Promise<void>
}

/** How many files one step of `expire` takes. */
const expiredAtOnce = 100

export interface FilesOptions {
  readonly store: LogStore
  readonly files: FileStore
  readonly clock: { now(): number }
  readonly limits: BackendLimits
}

export function createFiles({ store, files, clock, limits }: FilesOptions): BackendFiles {
  /** The row of a file that is offered; a new one for a new file. */
  async function begin(userID: string, offered: FileDescription): Promise<FileRow> {
    return store.transact(async (transaction) => {
      const known = await transaction.getFile(offered.fileID)
      if (known) {
        const isSame = known.userID === userID && known.size === offered.size && known.sha256 === offered.sha256
        if (!isSame) throw new ChatError('file-mismatch')
        return known
      }
      assertAtMost('maxUnusedFiles', (await transaction.countUnusedFiles(userID)) + 1, limits.maxUnusedFiles)
      const { fileID, size, sha256 } = offered
      const row: FileRow = { fileID, userID, size, sha256, time: clock.now(), isWhole: false }
      await transaction.putFile(row)
      return row
    })
  }

  async function complete(row: FileRow): Promise<void> {
    const { fileID, sha256 } = row
    if ((await files.sha256(fileID)) !== sha256) {
      // Whatever went wrong with these bytes, more of them do not make it right.
      await files.remove(fileID)
      throw new ChatError('file-mismatch')
    }
    await store.transact((transaction) => transaction.putFile({ ...row, isWhole: true }))
  }

  return {
    async put(userID, offered, offset, bytes) {
      assertDescription(offered, limits)
      assertCount('offset', offset, 0, offered.size)
      assertCount('bytes', bytes.length, 0, Math.min(contractLimits.fileChunkBytes, offered.size - offset))
      const row = await begin(userID, offered)
      if (row.isWhole) return row.size

      const size = await files.size(row.fileID)
      if (offset !== size) return size
      if (bytes.length > 0) await files.append(row.fileID, offset, bytes)
      const received = offset + bytes.length
      if (received === row.size) await complete(row)
      return received
    },

    async get(userID, fileID, offset, length) {
      assertPrintable('fileID', fileID)
      assertCount('offset', offset, 0, Number.MAX_SAFE_INTEGER)
      assertCount('length', length, 1, contractLimits.fileChunkBytes)
      await store.read((reader) => findReadableFile(reader, userID, fileID))
      return files.read(fileID, offset, length)
    },

    async expire(time) {
      for (;;) {
        // Before their bytes go, no message can begin to use them; and the rows stay until the bytes are gone, for a crash between.
        const expired = await store.transact(async (transaction) => {
          const rows = await transaction.listUnusedFiles(time, expiredAtOnce)
          for (const row of rows) await transaction.putFile({ ...row, isWhole: false })
          return rows
        })
        for (const { fileID } of expired) await files.remove(fileID)
        await store.transact(async (transaction) => {
          for (const { fileID } of expired) await transaction.removeFile(fileID)
        })
        if (expired.length < expiredAtOnce) return
      }
    },
  }
}

/**
 * Lets a message hold the files of `after` and not those of `before`. Refuses a file that its sender may not read, or of which
 * `after` says something else than is so.
 */
export async function exchangeFile(
  context: OperationContext,
  place: MessagePlace,
  before: MessageRow['content'] | undefined,
  after: MessageRow['content'] | undefined,
): Promise<void> {
  await assertReadable(context, filesOf(after))
  await releaseFiles(context, place, filesOf(before))
  for (const { fileID } of filesOf(after)) await context.transaction.addFileUse(fileID, place)
}

/** Lets a message hold files, each as it says of it. */
export async function holdFiles(
  context: OperationContext,
  place: MessagePlace,
  files: readonly AttachedContent[],
): Promise<void> {
  await assertReadable(context, files)
  for (const { fileID } of files) await context.transaction.addFileUse(fileID, place)
}

/** A message no longer holds them. */
export async function releaseFiles(
  { transaction }: OperationContext,
  place: MessagePlace,
  files: readonly AttachedContent[],
): Promise<void> {
  for (const { fileID } of files) await transaction.removeFileUse(fileID, place)
}

async function assertReadable({ reader, userID }: OperationContext, files: readonly AttachedContent[]): Promise<void> {
  for (const { fileID, fileSize } of files) {
    const { size } = await findReadableFile(reader, userID, fileID)
    if (size !== fileSize) throw new ChatError('file-mismatch')
  }
}

/** For whoever may not read it, a file does not exist: its uploader may, and who sees a conversation in which a message holds it. */
async function findReadableFile(reader: LogReader, userID: string, fileID: string): Promise<FileRow> {
  const row = await reader.getFile(fileID)
  const mayRead = row?.isWhole && (row.userID === userID || (await reader.isFileListed(userID, fileID)))
  if (!mayRead) throw new ChatError('file-not-found')
  return row
}

function assertDescription({ fileID, size, sha256 }: FileDescription, limits: BackendLimits): void {
  assertPrintable('fileID', fileID)
  assertCount('size', size, 0, Number.MAX_SAFE_INTEGER)
  assertAtMost('maxFileBytes', size, limits.maxFileBytes)
  assertRule('sha256', '64 lower-case hexadecimal digits', /^[0-9a-f]{64}$/.test(sha256))
}
