import { ChatError } from '@latchkey/core/driver'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatError, formatNotification, formatOperation, formatRequest, formatResult } from '../src/formatting.js'
import { readFrame } from '../src/frame.js'
import { reasonOf } from './reason-of.js'
import { account, operations } from './samples.js'

const maxBytes = 1_000

describe('a frame', () => {
  it('reads back as the request it was', () => {
    expect(readFrame(formatRequest(1, 'pull', { cursor: 'c1', limit: 10 }), maxBytes)).toEqual({
      type: 'request',
      id: 1,
      method: 'pull',
      parameters: { cursor: 'c1', limit: 10 },
    })
  })

  it('carries an operation as one object with its operationID', () => {
    const { parameters } = operations.leaveGroup
    expect(readFrame(formatOperation(2, 'leaveGroup', { operationID: 'o1', parameters }), maxBytes)).toEqual({
      type: 'request',
      id: 2,
      method: 'leaveGroup',
      parameters: { operationID: 'o1', groupID: 'rowing' },
    })
  })

  it('reads back as the notification it was', () => {
    expect(readFrame(formatNotification('closing', { reason: 'expired' }), maxBytes)).toEqual({
      type: 'notification',
      method: 'closing',
      parameters: { reason: 'expired' },
    })
  })

  it('reads back as the result it was', () => {
    expect(readFrame(formatResult(3, account), maxBytes)).toEqual({ type: 'result', id: 3, result: account })
  })

  it('reads back as the error it was', () => {
    const error = new ChatError('limit-exceeded', { details: { limit: 'maxTextBytes', outcome: 'not-applied' } })
    const frame = readFrame(formatError(4, error), maxBytes)
    expect(frame).toMatchObject({ type: 'error', id: 4, error: { code: 'limit-exceeded', details: error.details } })
  })

  it.each([
    ['no JSON', '{"jsonrpc":"2.0",'],
    ['a batch', '[{"jsonrpc":"2.0","method":"ping"}]'],
    ['null', 'null'],
    ['another version', '{"jsonrpc":"1.0","method":"ping","id":1}'],
    ['no version', '{"method":"ping","id":1}'],
    ['a text as ID', '{"jsonrpc":"2.0","method":"ping","id":"1"}'],
    ['the ID zero', '{"jsonrpc":"2.0","method":"ping","id":0}'],
    ['an ID beyond the safe integers', '{"jsonrpc":"2.0","method":"ping","id":9007199254740993}'],
    ['a method that is no name', '{"jsonrpc":"2.0","method":"__proto__","id":1}'],
    ['both result and error', '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1}}'],
    ['neither result nor error', '{"jsonrpc":"2.0","id":1}'],
    ['an answer to nothing', '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}'],
    ['an error without a number', '{"jsonrpc":"2.0","id":1,"error":{"message":"?"}}'],
  ])('is refused when it is %s', (_name, frame) => {
    expect(reasonOf(() => readFrame(frame, maxBytes))).not.toBe('')
  })

  it('is refused from one byte above the bound', () => {
    const frame = formatNotification('closing', { reason: 'lost', description: 'ü'.repeat(100) })
    const bytes = new TextEncoder().encode(frame).length
    expect(readFrame(frame, bytes).type).toBe('notification')
    expect(reasonOf(() => readFrame(frame, bytes - 1))).toContain('larger')
  })

  it('is refused without quoting what it holds', () => {
    expect(reasonOf(() => readFrame('{"secret', maxBytes))).not.toContain('secret')
    expect(reasonOf(() => readFrame('{"jsonrpc":"2.0","method":"my secret"}', maxBytes))).not.toContain('secret')
  })

  it('never throws anything but a protocol-violation, whatever text it is', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => `{"jsonrpc":"2.0","id":1,"error":${json}}`),
    )
    fc.assert(
      fc.property(texts, (text) => {
        try {
          readFrame(text, maxBytes)
        } catch (error) {
          expect(error).toMatchObject({ code: 'protocol-violation' })
        }
      }),
    )
  })
})
