import { describe, expect, it } from 'vitest'
import { changeTypes, readChanges } from '../src/changes.js'
import { wireLimits } from '../src/wire-limits.js'
import { reasonOf } from './reason-of.js'
import { changes, group, message, overTheWire, readMark, user } from './samples.js'

describe('changes', () => {
  it.each(Object.values(changes))('of the type $type read back as they were', (change) => {
    expect(readChanges(overTheWire([change]))).toEqual({ changes: [change], skippedCount: 0 })
  })

  it('of a type that this version does not know are skipped and counted', () => {
    const received = [changes.userChanged, { type: 'messageEdited', message: 7 }, changes.groupLeft]
    expect(readChanges(received)).toEqual({ changes: [changes.userChanged, changes.groupLeft], skippedCount: 1 })
  })

  it('named like a member of every object are unknown, not a crash', () => {
    expect(readChanges([{ type: 'constructor' }, { type: '__proto__' }])).toEqual({ changes: [], skippedCount: 2 })
  })

  it('are stated with each kind of register, so that a later version reads again what this one left out', () => {
    expect(changeTypes).toEqual(
      expect.arrayContaining(['userChanged', 'registerChanged', 'registerChanged blockedUser']),
    )
  })

  it('about a register without a value read back without one', () => {
    const change = { type: 'registerChanged', register: { kind: 'blockedUser', key: 'eve', revision: 4 } }
    expect(readChanges([change])).toEqual({ changes: [change], skippedCount: 0 })
  })

  it.each(['pinnedStone', 'constructor', '__proto__'])(
    'about a register of the kind %s are skipped and counted',
    (kind) => {
      const unknown = { type: 'registerChanged', register: { kind, conversation: 7 } }
      expect(readChanges([unknown, changes.groupLeft])).toEqual({ changes: [changes.groupLeft], skippedCount: 1 })
    },
  )

  it.each([
    ['a register without a kind', { key: 'eve', revision: 1 }],
    ['a register whose key is no userID', { kind: 'blockedUser', key: 'e ve', revision: 1 }],
    ['a register without a revision', { kind: 'blockedUser', key: 'eve' }],
    ['a register of a negative revision', { kind: 'blockedUser', key: 'eve', revision: -1 }],
    ['a register whose value is of another kind', { kind: 'blockedUser', key: 'eve', revision: 1, value: {} }],
    ['null where no value is meant', { kind: 'blockedUser', key: 'eve', revision: 1, value: null }],
  ])('with %s are refused', (_name, register) => {
    expect(reasonOf(() => readChanges([{ type: 'registerChanged', register }]))).toContain('changes.0.register')
  })

  it.each([
    ['a userID with a space', { type: 'userChanged', user: { ...user, userID: 'a b' } }],
    ['a userID of 33 bytes', { type: 'userChanged', user: { ...user, userID: 'a'.repeat(33) } }],
    ['a name of 257 bytes', { type: 'userChanged', user: { ...user, userName: `${'ü'.repeat(128)}a` } }],
    ['a group without members as a number', { type: 'groupChanged', group: { ...group, memberCount: '3' } }],
    ['a negative count', { type: 'groupChanged', group: { ...group, memberCount: -1 } }],
    ['a time beyond the safe integers', { type: 'groupChanged', group: { ...group, createTime: 2 ** 53 } }],
    ['an order with the last ASCII character', { type: 'messageAdded', message: { ...message, order: '~' } }],
    ['an order of 65 characters', { type: 'messageAdded', message: { ...message, order: '0'.repeat(65) } }],
    ['a messageID that is not ASCII', { type: 'messageAdded', message: { ...message, messageID: 'ü' } }],
    ['a messageSeq of zero', { type: 'messageAdded', message: { ...message, messageSeq: 0 } }],
    ['null where absent is meant', { type: 'messageAdded', message: { ...message, messageSeq: null } }],
    ['an unknown conversation type', { type: 'messageAdded', message: { ...message, conversationType: 'room' } }],
    ['a fraction as a number', { type: 'readMarkMoved', readMark: { ...readMark, countedSeq: 1.5 }, removedCount: 0 }],
    ['a change without a type', { user }],
    [
      'a list of 101 members',
      { type: 'groupMembersChanged', groupID: 'g', memberList: [], removedUserIDs: Array(101).fill('bob') },
    ],
  ])('with %s are refused', (_name, change) => {
    expect(reasonOf(() => readChanges([changes.groupLeft, change]))).toContain('changes')
  })

  it('are at most 2,000, known or not', () => {
    const many = Array<unknown>(wireLimits.maxChanges).fill({ type: 'messageTranslated' })
    expect(readChanges(many).skippedCount).toBe(2_000)
    expect(reasonOf(() => readChanges([...many, {}]))).toContain('max_length')
  })

  it('are refused with the place of the fault', () => {
    expect(
      reasonOf(() => readChanges([changes.groupLeft, { type: 'userChanged', user: { ...user, userName: 7 } }])),
    ).toBe('changes.1.user.userName breaks the rule string')
  })
})
