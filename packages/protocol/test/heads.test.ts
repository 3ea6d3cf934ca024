import { describe, expect, it } from 'vitest'
import { readHeadsRequest, readHeadsResult } from '../src/heads.js'
import { reasonOf } from './reason-of.js'
import { changes } from './samples.js'

describe('heads', () => {
  it('are asked for from a cursor, at most 200', () => {
    expect(readHeadsRequest({ cursor: 'c1', limit: 200 })).toEqual({ cursor: 'c1', limit: 200 })
    expect(reasonOf(() => readHeadsRequest({ cursor: 'c1', limit: 201 }))).toContain('limit')
    expect(reasonOf(() => readHeadsRequest({ limit: 1 }))).toContain('cursor')
  })

  it('come with the people and the groups that they need', () => {
    const told = [changes.userChanged, changes.groupChanged, changes.conversationHead]
    expect(readHeadsResult({ changes: told }, 1)).toEqual(told)
    expect(readHeadsResult({ tooFarBack: true }, 1)).toBe('tooFarBack')
  })

  it('are refused when there are more than were asked for', () => {
    const told = [changes.conversationHead, changes.conversationHead]
    expect(reasonOf(() => readHeadsResult({ changes: told }, 1))).toContain('more than was asked for')
  })

  it('are refused when they tell something else', () => {
    const told = [changes.conversationHead, changes.messageAdded]
    expect(reasonOf(() => readHeadsResult({ changes: told }, 1))).toContain('something else')
  })
})
