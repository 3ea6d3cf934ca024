import { describe, expect, it } from 'vitest'
import { closeCodes, closureReasonOf, readClosing } from '../src/closure.js'
import { readSignal } from '../src/signal.js'
import { reasonOf } from './reason-of.js'

describe('the end of a connection', () => {
  it('has one close code for every reason, and back', () => {
    const codes = Object.entries(closeCodes).filter(([reason]) => reason !== 'client')
    expect(codes).toHaveLength(7)
    for (const [reason, code] of codes) expect(closureReasonOf(code)).toBe(reason)
  })

  it.each([
    [1000, 'lost'],
    [1001, 'lost'],
    [1006, 'lost'],
    [1011, 'lost'],
    [4099, 'lost'],
    [1002, 'violation'],
    [1007, 'violation'],
    [1009, 'violation'],
  ])('by the close code %i is %s', (code, reason) => {
    expect(closureReasonOf(code)).toBe(reason)
  })

  it('is announced with its reason', () => {
    expect(readClosing({ reason: 'kickedOut', description: 'another phone' })).toEqual({
      reason: 'kickedOut',
      description: 'another phone',
    })
  })

  it('for a reason that this version does not know counts as lost', () => {
    expect(readClosing({ reason: 'maintenance' })).toEqual({ reason: 'lost' })
  })

  it('is refused with an endless description', () => {
    expect(reasonOf(() => readClosing({ reason: 'lost', description: 'a'.repeat(257) }))).toContain('description')
  })
})

describe('signals', () => {
  const typing = { type: 'typing', conversationType: 'peer', conversationID: 'bob', userID: 'bob' }

  it('read back as they were', () => {
    expect(readSignal({ ...typing, extra: 1 })).toEqual(typing)
  })

  it('of a type that this version does not know are left out', () => {
    expect(readSignal({ type: 'presence', userID: 7 })).toBeUndefined()
  })

  it('of a known type must be whole', () => {
    expect(reasonOf(() => readSignal({ ...typing, userID: '' }))).toContain('signal')
  })
})
