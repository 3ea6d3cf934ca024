import { readFrame, type Frame } from './frame.js'
import { violation } from './validation.js'
import { wireLimits } from './wire-limits.js'

// The length of the message, as four bytes, the highest first; the message; the bytes. What these messages hold is ASCII.
const lengthBytes = 4
const maxMessageBytes = 4_096

/** A binary frame: one JSON-RPC message in ASCII, with bytes of a file behind it. */
export function formatBinaryFrame(message: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(lengthBytes + message.length + bytes.length)
  new DataView(frame.buffer).setUint32(0, message.length)
  for (let index = 0; index < message.length; index++) frame[lengthBytes + index] = message.charCodeAt(index)
  frame.set(bytes, lengthBytes + message.length)
  return frame
}

/** Reads a binary frame of at most `maxBinaryFrameBytes`. `bytes` are a view of it. Throws `protocol-violation`, and nothing else. */
export function readBinaryFrame(frame: Uint8Array): { readonly frame: Frame; readonly bytes: Uint8Array } {
  if (frame.length < lengthBytes) throw violation('a binary frame has no length')
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0)
  if (length > Math.min(maxMessageBytes, frame.length - lengthBytes)) throw violation('a binary frame has no message')
  const message = frame.subarray(lengthBytes, lengthBytes + length)
  if (message.some((byte) => byte > 0x7e)) throw violation('a message with bytes behind it is not ASCII')
  const bytes = frame.subarray(lengthBytes + length)
  if (bytes.length > wireLimits.maxFileChunkBytes) throw violation('a binary frame has too many bytes')
  return { frame: readFrame(String.fromCharCode(...message), maxMessageBytes), bytes }
}
