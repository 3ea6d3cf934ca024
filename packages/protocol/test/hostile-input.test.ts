import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPullRequest, readPullResult, readPushedChanges } from '../src/change-log.js'
import { readClosing } from '../src/closure.js'
import { readAccount, readConnectRequest } from '../src/connect.js'
import { readHistoryPage, readHistoryQuery } from '../src/history.js'
import { operationNames, readOperationResult } from '../src/operations.js'
import { readOperationRequest } from '../src/operation-requests.js'
import { readSignal } from '../src/signal.js'
import { account, changes, operations, overTheWire } from './samples.js'

const conversation = { conversationType: 'peer', conversationID: 'bob' } as const
const { message } = operations.sendMessage.result
const page = { messages: [message], joinsBefore: false, joinsAfter: true, reachedStart: false }
const pushed = { after: 'c1', cursor: 'c2', changes: Object.values(changes) }
const query = { conversation, request: { type: 'newest', limit: 10 } } as const

/** Every reader, with a message that it accepts. */
const readers: readonly (readonly [name: string, sound: object, read: (value: unknown) => unknown])[] = [
  ['an account', account, (value) => readAccount(value, 'ada')],
  [
    'connect',
    { userID: 'ada', credential: { type: 'token', token: 't' }, deviceID: 'd', platform: 'web' },
    readConnectRequest,
  ],
  ['pull', { cursor: 'c1', limit: 10 }, readPullRequest],
  ['a page', { changes: pushed.changes, cursor: 'c2', more: false }, (value) => readPullResult(value, 100)],
  ['changes', pushed, readPushedChanges],
  ['history', query, readHistoryQuery],
  ['a page of history', page, (value) => readHistoryPage(value, query)],
  ['a signal', { type: 'typing', userID: 'bob', ...conversation }, readSignal],
  ['closing', { reason: 'lost', description: 'why' }, readClosing],
  ...operationNames.flatMap((name) => {
    const { parameters, result } = operations[name]
    return [
      [`${name}`, { operationID: 'o', ...parameters }, (value: unknown) => readOperationRequest(name, value)],
      [`the result of ${name}`, result, (value: unknown) => readOperationResult(name, value)],
    ] as const
  }),
]

/** The places in a value, as paths. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, part]) => pathsOf(part, [...path, name]))]
}

/** A copy of `value` with something else at one place. */
function replaced(value: unknown, [name, ...path]: readonly string[], replacement: unknown): unknown {
  if (name === undefined) return replacement
  if (typeof value !== 'object' || value === null) return value
  const changed = Object.entries(value).map(([key, part]: [string, unknown]): [string, unknown] => [
    key,
    key === name ? replaced(part, path, replacement) : part,
  ])
  return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed)
}

describe.each(readers)('%s', (_name, sound, read) => {
  it('is accepted when it is sound', () => {
    expect(() => read(overTheWire(sound))).not.toThrow()
  })

  it('is read or refused as a protocol-violation when one place of it is anything else', () => {
    const places = fc.constantFrom(...pathsOf(sound))
    fc.assert(
      fc.property(places, fc.jsonValue(), (path, replacement) => {
        try {
          read(replaced(overTheWire(sound), path, replacement))
        } catch (error) {
          expect(error).toMatchObject({ code: 'protocol-violation' })
        }
      }),
    )
  })
})
