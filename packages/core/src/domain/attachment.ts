import type { FileAttachment, FileContent } from '../contract/message-content.js'
import type { PlatformCrypto } from '../contract/platform.js'
import { refuseArgument, requireContent } from '../runtime/argument.js'
import { maxFileBytes } from '../sync/attachments.js'

/** A file that a message brings along. */
export interface TakenAttachment {
  readonly content: FileContent
  readonly bytes: Uint8Array
  readonly sha256: string
}

export function isAttachment(content: { readonly type: string }): content is FileAttachment {
  return content.type === 'file' && 'bytes' in content
}

/** Checks an attachment and takes its bytes over. Rejects `invalid-argument`, before anything is read. */
export async function takeAttachment(
  attachment: FileAttachment,
  fileID: string,
  crypto: PlatformCrypto,
): Promise<TakenAttachment> {
  const { bytes: source } = attachment
  const isBlob = typeof source === 'object' && 'arrayBuffer' in source
  const fileSize = isBlob ? source.size : ArrayBuffer.isView(source) ? source.byteLength : -1
  if (!(fileSize >= 0 && fileSize <= maxFileBytes)) {
    refuseArgument('content.bytes', `must be a Uint8Array or a Blob of at most ${String(maxFileBytes)} bytes`)
  }
  const content = requireContent({ ...attachment, fileID, fileSize }, { maxTextBytes: 0 })
  if (content.type !== 'file') refuseArgument('content.type', 'must be file')
  // The caller may change its own bytes while these are being written.
  const bytes = isBlob ? new Uint8Array(await source.arrayBuffer()) : source.slice()
  return { content, bytes, sha256: await crypto.sha256(bytes) }
}
