import { describe, expect, it } from 'vitest'
import { readPullRequest, readPullResult, readPullResultInSteps, readPushedChanges } from '../src/change-log.js'
import { reasonOf } from './reason-of.js'
import { changes } from './samples.js'

describe('the change log', () => {
  it('is asked for from a cursor or from nothing, at most 1,000 changes at a time', () => {
    expect(readPullRequest({ cursor: 'c1', limit: 1_000 })).toEqual({ cursor: 'c1', limit: 1_000 })
    expect(readPullRequest({ limit: 1 })).toEqual({ limit: 1 })
    expect(reasonOf(() => readPullRequest({ limit: 1_001 }))).toContain('limit')
    expect(reasonOf(() => readPullRequest({ limit: 0 }))).toContain('limit')
    expect(reasonOf(() => readPullRequest({ cursor: '', limit: 1 }))).toContain('cursor')
    expect(reasonOf(() => readPullRequest({ cursor: 'a'.repeat(257), limit: 1 }))).toContain('cursor')
  })

  it('answers with a page', () => {
    const page = { changes: [changes.userChanged, changes.messageAdded], cursor: 'c2', more: true }
    expect(readPullResult(page, 1)).toEqual(page)
  })

  it('is read in steps of few changes, which come to the same page', () => {
    const page = { changes: Array.from({ length: 200 }, () => changes.messageAdded), cursor: 'c2', more: true }
    const steps = readPullResultInSteps(page, 200)
    let count = 0
    let step = steps.next()
    while (step.done !== true) {
      count += 1
      step = steps.next()
    }
    expect(count).toBeGreaterThan(5)
    expect(step.value).toEqual(page)
  })

  it('answers that it no longer reaches back so far', () => {
    expect(readPullResult({ tooFarBack: true }, 1)).toBe('tooFarBack')
    expect(reasonOf(() => readPullResult({ tooFarBack: false }, 1))).toContain('pull')
  })

  it('is refused with more than was asked for, people not counted', () => {
    const page = { changes: [changes.userChanged, changes.groupLeft, changes.groupLeft], cursor: 'c2', more: false }
    expect(readPullResult(page, 2)).toEqual(page)
    expect(reasonOf(() => readPullResult(page, 1))).toContain('more than was asked for')
  })

  it('is refused without a cursor to go on from', () => {
    expect(reasonOf(() => readPullResult({ changes: [], more: false }, 1))).toContain('cursor')
  })

  it('says how many changes of an unknown type were left out', () => {
    const unknown = { type: 'messageTranslated' }
    const page = { changes: [unknown, changes.groupLeft, unknown], cursor: 'c2', more: false }
    expect(readPullResult(page, 1)).toEqual({ ...page, changes: [changes.groupLeft], skippedCount: 2 })
    // It is this side that counts, whatever the other one says.
    const pushed = { after: 'c1', cursor: 'c2', changes: [unknown], skippedCount: 7 }
    expect(readPushedChanges(pushed)).toEqual({ ...pushed, changes: [], skippedCount: 1 })
    expect(readPushedChanges({ ...pushed, changes: [] })).not.toHaveProperty('skippedCount')
  })

  it('is pushed with the place it continues', () => {
    const pushed = { after: 'c1', cursor: 'c2', changes: [changes.groupLeft] }
    expect(readPushedChanges({ ...pushed, extra: 1 })).toEqual(pushed)
    expect(reasonOf(() => readPushedChanges({ ...pushed, after: undefined }))).toContain('after')
  })
})
