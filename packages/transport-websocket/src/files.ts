import type { TransportFiles } from '@latchkey/core/driver'
import { formatRequest, readFileBytes, readPutFileResult } from '@latchkey/protocol'
import type { Link } from './link.js'

// A piece takes its time on a thin line, and the line may carry other frames before it.
const timeoutMs = 60_000

/** The contract's files over an accepted link. */
export function createFiles(link: Link): TransportFiles {
  return {
    async put({ fileID, size, sha256 }, offset, bytes, { signal } = {}) {
      const file = { fileID, size, sha256 }
      const { received } = await link.ask({
        format: (id) => formatRequest(id, 'putFile', { file, offset }),
        bytes,
        read: (result) => readPutFileResult(result, file),
        timeoutMs,
        ...(signal && { signal }),
      })
      return received
    },
    get(fileID, offset, length, { signal } = {}) {
      const request = { fileID, offset, length }
      return link.ask({
        format: (id) => formatRequest(id, 'getFile', request),
        read: (_, bytes) => readFileBytes(bytes, request),
        timeoutMs,
        ...(signal && { signal }),
      })
    },
  }
}
