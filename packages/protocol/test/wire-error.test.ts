import { ChatError, type ErrorCode } from '@latchkey/core/driver'
import { describe, expect, it } from 'vitest'
import { fromWireError, toWireError } from '../src/wire-error.js'
import { overTheWire } from './samples.js'

const deviceOnly: ErrorCode[] = ['storage-tampered', 'record-tampered', 'logged-out', 'internal-error', 'not-connected']

describe('errors on the wire', () => {
  it('keep their code and plain details', () => {
    const error = new ChatError('rate-limited', { details: { retryAfterMs: 500, outcome: 'not-applied' } })
    expect(fromWireError(overTheWire(toWireError(error)))).toMatchObject({
      code: 'rate-limited',
      details: error.details,
    })
  })

  it('never tell a cause, a nested detail or a text of their own', () => {
    const error = new ChatError('backend-failed', {
      message: 'secret',
      cause: new Error('secret'),
      details: { row: { text: 'secret' }, table: 'messages' },
    })
    expect(JSON.stringify(toWireError(error))).not.toContain('secret')
    expect(toWireError(error).data.details).toEqual({ table: 'messages' })
  })

  it.each(deviceOnly)('never carry %s, which only a device can mean', (code) => {
    expect(toWireError(new ChatError(code)).data.code).toBe('backend-failed')
    expect(fromWireError({ code: -32000, data: { code } })).toMatchObject({
      code: 'backend-failed',
      details: { wireCode: code },
    })
  })

  it('with a code that this version does not know become backend-failed', () => {
    expect(fromWireError({ code: -32000, data: { code: 'quota-gone', details: { limit: 'a' } } })).toMatchObject({
      code: 'backend-failed',
      details: { limit: 'a', wireCode: 'quota-gone' },
    })
  })

  it.each([
    [-32601, 'operation-unknown'],
    [-32602, 'invalid-argument'],
    [-32603, 'backend-failed'],
  ])('of plain JSON-RPC with the number %i become %s', (code, expected) => {
    expect(fromWireError({ code, message: 'x' })).toMatchObject({ code: expected, details: {} })
  })

  it('bound the details that come in', () => {
    const details = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`field${index}`, index]))
    expect(Object.keys(fromWireError({ code: 1, data: { code: 'not-allowed', details } }).details)).toHaveLength(16)
    const long = { rule: 'x'.repeat(2_000) }
    expect(fromWireError({ code: 1, data: { code: 'not-allowed', details: long } }).details).toEqual({})
  })

  it('carry the meaning that the table gives', () => {
    expect(toWireError(new ChatError('group-exists')).message).toBe('group-exists')
  })
})
