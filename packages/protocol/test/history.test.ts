import type { HistoryPage } from '@latchkey/core/driver'
import { describe, expect, it } from 'vitest'
import { readHistoryPage, readHistoryQuery, type HistoryQuery } from '../src/history.js'
import { reasonOf } from './reason-of.js'
import { message } from './samples.js'

const conversation = { conversationType: 'peer', conversationID: 'bob' } as const
const newest: HistoryQuery = { conversation, request: { type: 'newest', limit: 2 } }
const page = (...orders: string[]): HistoryPage => ({
  messages: orders.map((order) => ({ ...message, order })),
  joinsBefore: false,
  joinsAfter: true,
  reachedStart: false,
})

describe('history', () => {
  it.each([
    { type: 'newest', limit: 100 },
    { type: 'before', order: '07', limit: 1 },
    { type: 'after', order: '07', limit: 1 },
    { type: 'around', order: '07', limit: 1 },
  ])('is asked for $type', (request) => {
    expect(readHistoryQuery({ conversation, request })).toEqual({ conversation, request })
  })

  it.each([
    { type: 'newest', limit: 101 },
    { type: 'newest', limit: 0 },
    { type: 'before', limit: 1 },
    { type: 'between', order: '07', limit: 1 },
  ])('is refused when asked as %j', (request) => {
    expect(reasonOf(() => readHistoryQuery({ conversation, request }))).toContain('history')
  })

  it('answers with a page', () => {
    expect(readHistoryPage(page('06', '07'), newest)).toEqual(page('06', '07'))
  })

  it.each([
    ['more than was asked for', page('05', '06', '07'), newest],
    ['the newest first', page('07', '06'), newest],
    ['one place twice', page('07', '07'), newest],
    [
      'a message of another conversation',
      page('07'),
      { ...newest, conversation: { ...conversation, conversationID: 'eve' } },
    ],
    ['a message that is not before', page('07'), { conversation, request: { type: 'before', order: '07', limit: 2 } }],
    ['a message that is not after', page('07'), { conversation, request: { type: 'after', order: '07', limit: 2 } }],
  ] as const)('is refused with %s', (_name, answer, query) => {
    expect(reasonOf(() => readHistoryPage(answer, query))).toContain('history')
  })
})
