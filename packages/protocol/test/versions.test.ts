import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readPullRequest, readPullResult, readPushedChanges } from '../src/change-log.js'
import { readAccount, readConnectRequest } from '../src/connect.js'
import { readHistoryPage } from '../src/history.js'
import { isOperationName, readOperationResult } from '../src/operations.js'
import { readOperationRequest } from '../src/operation-requests.js'
import { findWireVersion, subprotocols } from '../src/version.js'
import { account, changes, message, operations, overTheWire, revokedMessage } from './samples.js'
import * as first from './versions/protocol-1.js'

interface Samples {
  readonly account: object
  readonly changes: Readonly<Record<string, object>>
  readonly operations: Readonly<Record<string, { readonly parameters: object; readonly result: object }>>
}

/** One whole example of everything that crossed the wire in version 1. */
const old = JSON.parse(await readFile(new URL('versions/samples-1.json', import.meta.url), 'utf8')) as Samples

/** What was said before there were drafts, as it is understood now. */
function withDrafts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDrafts)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, field]) => [name, withDrafts(field)])
  const isDraftKept = 'conversationID' in value && 'isPinned' in value
  return { ...Object.fromEntries(fields), ...(isDraftKept && { draft: '' }) } as unknown
}

describe('what a server of version 1 says', () => {
  it.each(Object.entries(old.changes))('is read by a client of today: the change %s', (_, change) => {
    const page = { changes: [change], cursor: 'c1', more: false }
    expect(readPullResult(page, 1)).toEqual({ ...page, changes: [withDrafts(change)] })
    expect(readPushedChanges({ ...page, after: 'c0' })).not.toHaveProperty('skippedCount')
  })

  const results = Object.entries(old.operations).map(([name, { result }]) => [name, result] as const)
  it.each(results)('is read by a client of today: the result of %s', (name, result) => {
    expect(isOperationName(name) && readOperationResult(name, result)).toEqual(withDrafts(result))
  })

  it('is read by a client of today: the account', () => {
    expect(readAccount(old.account, account.userID)).toEqual(old.account)
  })
})

describe('what a client of version 1 says', () => {
  const calls = Object.entries(old.operations).map(([name, { parameters }]) => [name, parameters] as const)
  it.each(calls)('is read by a server of today: %s', (name, parameters) => {
    const request = { ...parameters, operationID: 'o1' }
    const read = isOperationName(name) && readOperationRequest(name, request)
    expect(read).toEqual({ operationID: 'o1', parameters })
  })

  it('is read by a server of today: connect and pull', () => {
    const credential = { type: 'token', token: 't' } as const
    const request = { userID: 'ada', credential, deviceID: 'd', platform: 'web' }
    const read = (method: string, parameters: object) =>
      first.readFrame(first.formatRequest(1, method, parameters), first.wireLimits.maxServerFrameBytes).parameters
    expect(readConnectRequest(read('connect', request))).toEqual(request)
    expect(readPullRequest(read('pull', { limit: 500 }))).toEqual({ limit: 500 })
  })
})

describe('what a server of today says', () => {
  const known = Object.values(changes).filter(({ type }) => type in old.changes)

  it.each(known)('is read by a client of version 1: the change $type', (change) => {
    const { page, skippedChanges } = first.readPullResult(
      overTheWire({ changes: [change], cursor: 'c1', more: false }),
      1,
    )
    expect(page.changes).toHaveLength(1)
    expect(skippedChanges).toBe(0)
    // It has lost what version 1 did not know, and nothing else.
    expect(change).toMatchObject(page.changes[0] ?? {})
  })

  it('is skipped and counted by a client of version 1 where it does not know the change', () => {
    const told = overTheWire({ after: 'c0', cursor: 'c1', changes: [changes.messageChanged, changes.messageAdded] })
    const { pushed, skippedChanges } = first.readPushedChanges(told)
    expect({ count: pushed.changes.length, skippedChanges }).toEqual({ count: 1, skippedChanges: 1 })
  })

  it('is kept whole by a client of version 1 where it does not know the content', () => {
    for (const content of [revokedMessage.content, { type: 'deleted' }] as const) {
      const told = overTheWire({ ...changes.messageAdded, message: { ...message, content } })
      const { page } = first.readPullResult({ changes: [told], cursor: 'c1', more: false }, 1)
      const original = JSON.stringify(content)
      expect(page.changes).toMatchObject([{ message: { content: { type: 'unsupported', original } } }])
    }
  })

  it.each(first.operationNames.filter(isOperationName))(
    'is read by a client of version 1: the result of %s',
    (name) => {
      const { parameters, result } = operations[name]
      expect(result).toMatchObject(first.readOperationResult(name, overTheWire(result)) as object)
      const request = first.readOperationRequest(name, overTheWire({ ...parameters, operationID: 'o' }))
      // A server of version 1 does without what it does not know.
      expect(parameters).toMatchObject(request.parameters as object)
    },
  )
})

describe('the versions', () => {
  it('are offered the best first, and each is held to its own bounds', () => {
    expect(subprotocols).toEqual(['latchkey.2', 'latchkey.1'])
    expect(findWireVersion('latchkey.1')).toMatchObject({ maxChanges: first.wireLimits.maxChanges, hasHeads: false })
    expect(findWireVersion('latchkey.3')).toBeUndefined()
  })

  it('share their history', () => {
    const page = { messages: [message], joinsBefore: false, joinsAfter: true, reachedStart: false }
    const query = { conversation: message, request: { type: 'newest', limit: 1 } } as const
    expect(readHistoryPage(page, query)).toEqual(page)
    expect(first.readHistoryQuery(overTheWire(query))).toEqual({
      conversation: { conversationType: 'peer', conversationID: 'bob' },
      request: query.request,
    })
  })
})
