import type { MultipleAttachment, SendableContent } from '../contract/message-content.js'
import type { PlatformCrypto } from '../contract/platform.js'
import { refuseArgument, requireOptions } from '../runtime/argument.js'
import { requireContent } from '../runtime/content-argument.js'
import { isAttached } from '../runtime/content-files.js'
import { identifierAfter } from '../runtime/identifier.js'
import { maxFileBytes } from '../sync/attachments.js'

/** A content, and the files that it brings along. */
export interface TakenContent {
  readonly content: SendableContent
  readonly files: readonly { readonly fileID: string; readonly bytes: Uint8Array; readonly sha256: string }[]
}

type Given = Readonly<Record<string, unknown>>

/** Checks what is to be sent, and takes over the bytes that come along. Rejects `invalid-argument`, before anything is read. */
export async function takeContent(
  given: unknown,
  firstFileID: string,
  { crypto, maxTextBytes }: { readonly crypto: PlatformCrypto; readonly maxTextBytes: number },
): Promise<TakenContent> {
  const sources: { readonly fileID: string; readonly source: Uint8Array | Blob }[] = []
  function name(argument: string, item: unknown): unknown {
    if (!isRecord(item) || !isAttached({ type: String(item['type']) }) || !('bytes' in item)) return item
    const source = item['bytes']
    const fileSize = isBlob(source) ? source.size : ArrayBuffer.isView(source) ? source.byteLength : -1
    if (!(isBlob(source) || source instanceof Uint8Array) || !(fileSize >= 0 && fileSize <= maxFileBytes)) {
      return refuseArgument(
        `${argument}.bytes`,
        `must be a Uint8Array or a Blob of at most ${String(maxFileBytes)} bytes`,
      )
    }
    const fileID = identifierAfter(firstFileID, sources.length)
    sources.push({ fileID, source })
    return { ...item, fileID, fileSize }
  }
  const outer = requireOptions('content', given)
  const { itemList } = outer as Partial<MultipleAttachment>
  const named =
    outer['type'] === 'multiple' && Array.isArray(itemList)
      ? { ...outer, itemList: itemList.map((item, index) => name(`content.itemList[${String(index)}]`, item)) }
      : name('content', outer)
  const content = requireContent(named, { maxTextBytes })
  const files = sources.map(async ({ fileID, source }) => {
    // The caller may change its own bytes while these are being written.
    const bytes = isBlob(source) ? new Uint8Array(await source.arrayBuffer()) : source.slice()
    return { fileID, bytes, sha256: await crypto.sha256(bytes) }
  })
  return { content, files: await Promise.all(files) }
}

function isRecord(value: unknown): value is Given {
  return typeof value === 'object' && value !== null
}

function isBlob(source: unknown): source is Blob {
  return isRecord(source) && 'arrayBuffer' in source
}
