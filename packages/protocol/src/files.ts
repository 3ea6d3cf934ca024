import type { FileDescription } from '@latchkey/core/driver'
import * as v from './schema.js'
import { clientMadeID, form, integer } from './bounded-values.js'
import { readWith, violation } from './validation.js'
import { wireLimits } from './wire-limits.js'

/** The parameters of `putFile`; the bytes follow them in the frame. */
export interface PutFileRequest {
  readonly file: FileDescription
  readonly offset: number
}

/** How many bytes of the file the backend has. */
export interface PutFileResult {
  readonly received: number
}

/** The parameters of `getFile`. The bytes follow its result, an empty object, in the frame. */
export interface GetFileRequest {
  readonly fileID: string
  readonly offset: number
  readonly length: number
}

const putFileRequest = v.object({
  file: v.object({
    fileID: clientMadeID,
    size: integer(0),
    sha256: form(/^[\da-f]{64}$/),
  }),
  offset: integer(0),
})

const putFileResult = v.object({ received: integer(0) })

const getFileRequest = v.object({
  fileID: clientMadeID,
  offset: integer(0),
  length: integer(1, wireLimits.maxFileChunkBytes),
})

/** Reads the parameters of `putFile` at the server. Throws `protocol-violation`. */
export function readPutFileRequest(value: unknown): PutFileRequest {
  return readWith(putFileRequest, value, 'putFile')
}

/** Reads the result of `putFile` at the client. Throws `protocol-violation`. */
export function readPutFileResult(value: unknown, { size }: FileDescription): PutFileResult {
  const result = readWith(putFileResult, value, 'putFile')
  if (result.received > size) throw violation('putFile.received is more than the file has')
  return result
}

/** Reads the parameters of `getFile` at the server. Throws `protocol-violation`. */
export function readGetFileRequest(value: unknown): GetFileRequest {
  return readWith(getFileRequest, value, 'getFile')
}

/** Reads the bytes behind the result of `getFile` at the client. Throws `protocol-violation`. */
export function readFileBytes(bytes: Uint8Array | undefined, { length }: GetFileRequest): Uint8Array {
  if (bytes === undefined) throw violation('getFile has no bytes')
  if (bytes.length > length) throw violation('getFile has more bytes than were asked for')
  return bytes
}
