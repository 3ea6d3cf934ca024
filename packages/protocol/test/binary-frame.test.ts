import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBinaryFrame, readBinaryFrame } from '../src/binary-frame.js'
import { readFileBytes, readGetFileRequest, readPutFileRequest, readPutFileResult } from '../src/files.js'
import { formatRequest, formatResult } from '../src/formatting.js'
import { wireLimits } from '../src/wire-limits.js'
import { reasonOf } from './reason-of.js'
import { overTheWire } from './samples.js'

const file = { fileID: 'f', size: 10, sha256: 'ab'.repeat(32) }
const request = formatRequest(3, 'putFile', { file, offset: 4 })
const bytes = Uint8Array.of(0, 255, 10, 13)

describe('a binary frame', () => {
  it('reads back as the message and the bytes it was', () => {
    const { frame, bytes: behind } = readBinaryFrame(formatBinaryFrame(request, bytes))
    expect(frame).toEqual({ type: 'request', id: 3, method: 'putFile', parameters: { file, offset: 4 } })
    expect([...behind]).toEqual([...bytes])
  })

  it('may have no bytes, or as many as one frame takes', () => {
    for (const length of [0, wireLimits.maxFileChunkBytes]) {
      const frame = formatBinaryFrame(formatResult(3, {}), new Uint8Array(length))
      expect(readBinaryFrame(frame).bytes).toHaveLength(length)
    }
  })

  it('is read where it lies within a larger buffer', () => {
    const frame = formatBinaryFrame(request, bytes)
    const buffer = new Uint8Array(frame.length + 20)
    buffer.set(frame, 7)
    expect([...readBinaryFrame(buffer.subarray(7, 7 + frame.length)).bytes]).toEqual([...bytes])
  })

  it.each([
    ['nothing in it', new Uint8Array()],
    ['a length that ends early', Uint8Array.of(0, 0, 0)],
    ['a message longer than itself', Uint8Array.of(0, 0, 0, 9, 123, 125)],
    ['the longest length there is', Uint8Array.of(255, 255, 255, 255, 123, 125)],
    ['a message that is not ASCII', Uint8Array.of(0, 0, 0, 2, 0xc3, 0xa9)],
    ['a message of more than 4 KiB', formatBinaryFrame(request.padEnd(4_097), bytes)],
    ['a message that is no JSON', formatBinaryFrame('hello', bytes)],
    ['a message that is no JSON-RPC', formatBinaryFrame('{}', bytes)],
    ['too many bytes', formatBinaryFrame(request, new Uint8Array(wireLimits.maxFileChunkBytes + 1))],
    ['more than a frame may have', new Uint8Array(wireLimits.maxBinaryFrameBytes + 1)],
  ])('is refused when it has %s', (_, frame) => {
    expect(reasonOf(() => readBinaryFrame(frame))).not.toBe('')
  })

  it('is read or refused as a protocol-violation, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (frame) => {
        try {
          readBinaryFrame(frame)
        } catch (error) {
          expect(error).toMatchObject({ code: 'protocol-violation' })
        }
      }),
    )
  })
})

describe('files', () => {
  it('are put and gotten as asked', () => {
    expect(readPutFileRequest(overTheWire({ file, offset: 4 }))).toEqual({ file, offset: 4 })
    expect(readPutFileResult({ received: 10 }, file)).toEqual({ received: 10 })
    expect(readGetFileRequest({ fileID: 'f', offset: 0, length: 1 })).toEqual({ fileID: 'f', offset: 0, length: 1 })
  })

  it('have no more bytes than were stated or asked for', () => {
    expect(reasonOf(() => readPutFileResult({ received: 11 }, file))).toContain('received')
    const asked = { fileID: 'f', offset: 0, length: 3 }
    expect(reasonOf(() => readFileBytes(bytes, asked))).toContain('more bytes')
    expect(reasonOf(() => readFileBytes(undefined, asked))).toContain('no bytes')
    expect(reasonOf(() => readGetFileRequest({ ...asked, length: wireLimits.maxFileChunkBytes + 1 }))).toContain(
      'getFile',
    )
  })
})
