import { ChatError, type Closure, type TransportConnection } from '@latchkey/core/driver'
import {
  closeCodes,
  formatBinaryFrame,
  formatError,
  formatNotification,
  formatRequest,
  formatResult,
  wireLimits,
} from '@latchkey/protocol'
import { describe, expect, it } from 'vitest'
import { webSocketTransport, type WebSocketTransportOptions } from '../src/web-socket-transport.js'
import { accept, startPeer, type PeerSocket } from './peer.js'
import { recordingSink, type RecordingSink } from './sink.js'

interface Pair {
  readonly connection: TransportConnection
  readonly socket: PeerSocket
  readonly sink: RecordingSink
}

async function connectedPair(options: Partial<WebSocketTransportOptions> = {}): Promise<Pair> {
  const peer = await startPeer()
  const sink = recordingSink()
  const connecting = webSocketTransport({ url: peer.url, ...options }).connect(
    { userID: 'ada', credential: { type: 'token', token: 't' }, deviceID: 'd', platform: 'node' },
    sink,
  )
  const socket = await accept(peer)
  return { connection: await connecting, socket, sink }
}

/** A pair whose client has pulled, so that the server may push. */
async function followingPair(options: Partial<WebSocketTransportOptions> = {}): Promise<Pair> {
  const pair = await connectedPair(options)
  const pulled = pair.connection.pull(undefined, 10)
  const { id } = await pair.socket.nextRequest('pull')
  pair.socket.send(formatResult(id, { changes: [], cursor: 'c0', more: false }))
  await pulled
  return pair
}

const leave = (connection: TransportConnection, options: { signal?: AbortSignal } = {}) =>
  connection.call('leaveGroup', { groupID: 'g' }, { operationID: 'o1', ...options })

const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

const push = (id: number, cursor: string) =>
  formatRequest(id, 'changes', { after: 'c0', cursor, changes: [{ type: 'groupLeft', groupID: cursor }] })

describe('a call', () => {
  it('goes out with its operationID and resolves with the result', async () => {
    const { connection, socket } = await connectedPair()
    const called = leave(connection)
    const { id, parameters } = await socket.nextRequest('leaveGroup')
    expect(parameters).toEqual({ operationID: 'o1', groupID: 'g' })
    socket.send(formatResult(id, { groupID: 'g' }))
    expect(await called).toEqual({ groupID: 'g' })
  })

  it('answers in any order', async () => {
    const { connection, socket } = await connectedPair()
    const calls = ['a', 'b'].map((groupID) => connection.call('leaveGroup', { groupID }, { operationID: groupID }))
    const [first, second] = [await socket.nextRequest('leaveGroup'), await socket.nextRequest('leaveGroup')]
    socket.send(formatResult(second.id, { groupID: 'b' }))
    socket.send(formatResult(first.id, { groupID: 'a' }))
    expect(await Promise.all(calls)).toEqual([{ groupID: 'a' }, { groupID: 'b' }])
  })

  it.each([
    [new ChatError('not-group-member'), 'not-applied'],
    [new ChatError('backend-failed'), 'unknown'],
    [new ChatError('backend-failed', { details: { outcome: 'not-applied' } }), 'not-applied'],
    [new ChatError('operation-unknown'), 'not-applied'],
  ])('that the backend answers with an error rejects with its code and an outcome (%#)', async (error, outcome) => {
    const { connection, socket } = await connectedPair()
    const called = leave(connection)
    const { id } = await socket.nextRequest('leaveGroup')
    socket.send(formatError(id, error))
    await expect(called).rejects.toMatchObject({ code: error.code, details: { outcome } })
  })

  it('whose link breaks rejects transport-unreachable, unknown', async () => {
    const { connection, socket } = await connectedPair()
    const called = leave(connection)
    await socket.nextRequest('leaveGroup')
    socket.terminate()
    await expect(called).rejects.toMatchObject({ code: 'transport-unreachable', details: { outcome: 'unknown' } })
  })

  it('on an ended link rejects transport-unreachable, not-applied', async () => {
    const { connection } = await connectedPair()
    await connection.close()
    await expect(leave(connection)).rejects.toMatchObject({
      code: 'transport-unreachable',
      details: { outcome: 'not-applied' },
    })
  })

  it('TR-31 that nobody answers rejects transport-timeout, unknown, and its late answer is dropped', async () => {
    const { connection, socket } = await connectedPair({ callTimeoutMs: 50 })
    const called = leave(connection)
    const { id } = await socket.nextRequest('leaveGroup')
    await expect(called).rejects.toMatchObject({ code: 'transport-timeout', details: { outcome: 'unknown' } })
    socket.send(formatResult(id, { groupID: 'g' }))
    const again = leave(connection)
    socket.send(formatResult((await socket.nextRequest('leaveGroup')).id, { groupID: 'g' }))
    expect(await again).toEqual({ groupID: 'g' })
  })

  it('that is aborted rejects call-aborted, with the outcome by whether it went out', async () => {
    const { connection, socket } = await connectedPair()
    await expect(leave(connection, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'call-aborted',
      details: { outcome: 'not-applied' },
    })
    const controller = new AbortController()
    const called = leave(connection, { signal: controller.signal })
    await socket.nextRequest('leaveGroup')
    controller.abort()
    await expect(called).rejects.toMatchObject({ code: 'call-aborted', details: { outcome: 'unknown' } })
  })

  it('that makes too large a frame is refused before it goes out', async () => {
    const { connection } = await connectedPair()
    const userIDs = Array<string>(3_000).fill('a'.repeat(32))
    await expect(connection.call('queryUsersInfo', { userIDs }, { operationID: 'o1' })).rejects.toMatchObject({
      code: 'limit-exceeded',
      details: { limit: 'maxClientFrameBytes', outcome: 'not-applied' },
    })
  })
})

describe('the end of a link', () => {
  it.each<Closure['reason']>(['lost', 'refused', 'expired', 'kickedOut', 'unregistered', 'violation', 'outdated'])(
    'TR-70 that the backend announces as %s has this reason',
    async (reason) => {
      const { connection, socket } = await connectedPair()
      socket.send(formatNotification('closing', { reason, description: 'because' }))
      expect(await connection.closed).toEqual({ reason, description: 'because' })
    },
  )

  it.each<[number, Closure['reason']]>([
    [closeCodes.expired, 'expired'],
    [closeCodes.kickedOut, 'kickedOut'],
    [1000, 'lost'],
    [1011, 'lost'],
    [1009, 'violation'],
  ])('with the close code %i is %s', async (code, reason) => {
    const { connection, socket } = await connectedPair()
    socket.close(code)
    expect(await connection.closed).toMatchObject({ reason })
  })

  it('by close is client, closes the socket, and settles what waits before it settles itself', async () => {
    const { connection, socket } = await connectedPair()
    const settled: string[] = []
    const called = leave(connection).catch(() => settled.push('call'))
    const pulled = connection.pull(undefined, 1).catch(() => settled.push('pull'))
    const closed = connection.closed.then(() => settled.push('closed'))
    await connection.close()
    await Promise.all([called, pulled, closed, connection.close()])
    expect(settled).toEqual(['call', 'pull', 'closed'])
    expect(await connection.closed).toEqual({ reason: 'client' })
    expect(await socket.closed).toBe(1000)
  })

  const largeFrame = formatNotification('closing', {
    reason: 'lost',
    description: 'x'.repeat(wireLimits.maxServerFrameBytes),
  })

  it.each<[string, string | Buffer]>([
    ['a binary frame that is none of ours', Buffer.from('{}')],
    ['bytes behind what is no answer', Buffer.from(formatBinaryFrame(push(1, 'c1'), new Uint8Array(4)))],
    ['bytes behind an answer to nothing', Buffer.from(formatBinaryFrame(formatResult(99, {}), new Uint8Array(4)))],
    ['no JSON', 'hello'],
    ['a batch', '[]'],
    ['a frame above 1 MiB', largeFrame],
    ['an answer to a request that was never made', formatResult(99, {})],
    ['an error for a request that was never made', formatError(99, new ChatError('backend-failed'))],
    ['a signal that is not whole', '{"jsonrpc":"2.0","method":"signal","params":{"type":"typing"}}'],
    ['a closing that is not whole', '{"jsonrpc":"2.0","method":"closing"}'],
    ['changes that are not whole', '{"jsonrpc":"2.0","id":1,"method":"changes","params":{}}'],
  ])('after %s is violation, at both sides, and nothing reaches the sink', async (_name, frame) => {
    const { connection, socket, sink } = await followingPair()
    socket.send(frame)
    socket.send(push(1, 'c1'))
    expect(await connection.closed).toMatchObject({ reason: 'violation' })
    expect(await socket.closed).toBe(closeCodes.violation)
    expect(sink.delivered).toEqual([])
  })

  it('after a page whose last change breaks its schema is violation, and the page is not answered', async () => {
    const { connection, socket } = await connectedPair()
    const pulled = connection.pull(undefined, 1_000)
    const { id } = await socket.nextRequest('pull')
    const changes = Array.from({ length: 1_000 }, (_, index) => ({ type: 'groupLeft', groupID: `g${index}` }))
    changes.push({ type: 'groupLeft', groupID: '' })
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: { changes, cursor: 'c1', more: true } }))
    await expect(pulled).rejects.toMatchObject({ code: 'transport-unreachable', details: { outcome: 'unknown' } })
    expect(await connection.closed).toMatchObject({ reason: 'violation' })
  })

  it('after a result that breaks its schema is violation, and the call outcome is unknown', async () => {
    const { connection, socket } = await connectedPair()
    const called = leave(connection)
    const { id } = await socket.nextRequest('leaveGroup')
    socket.send(`{"jsonrpc":"2.0","id":${id},"result":{"groupID":7}}`)
    await expect(called).rejects.toMatchObject({ code: 'transport-unreachable', details: { outcome: 'unknown' } })
    expect(await connection.closed).toEqual({
      reason: 'violation',
      description: 'leaveGroup.groupID breaks the rule string',
    })
  })

  it('leaves no timer behind', async () => {
    const { connection, socket } = await connectedPair()
    const idle = countTimers()
    const calls = [leave(connection), leave(connection)].map((call) => call.catch(() => undefined))
    expect(countTimers()).toBe(idle + calls.length)
    await connection.close()
    await Promise.all(calls)
    await socket.closed
    // One less than before: the heartbeat's has gone as well.
    expect(countTimers()).toBe(idle - 1)
  })
})

describe('what the backend sends by itself', () => {
  it('is acknowledged once core has dealt with it, and not before', async () => {
    const { socket, sink } = await followingPair()
    const release = sink.hold()
    socket.send(push(1, 'c1'))
    await sink.delivery(1)
    socket.send('{"jsonrpc":"2.0","id":2,"method":"futureRequest","params":{}}')
    expect(await socket.next()).toMatchObject({ type: 'error', id: 2, error: { code: 'operation-unknown' } })
    release()
    expect(await socket.next()).toEqual({ type: 'result', id: 1, result: {} })
  })

  it('ends the link when it comes before the first pull', async () => {
    const { connection, socket, sink } = await connectedPair()
    socket.send(push(1, 'c1'))
    expect(await connection.closed).toMatchObject({ reason: 'violation' })
    expect(sink.delivered).toEqual([])
  })

  it('ends the link when more of it comes before the last was acknowledged', async () => {
    const { connection, socket, sink } = await followingPair()
    sink.hold()
    socket.send(push(1, 'c1'))
    await sink.delivery(1)
    socket.send(push(2, 'c2'))
    expect(await connection.closed).toMatchObject({ reason: 'violation' })
    expect(sink.delivered).toHaveLength(1)
  })

  it('reaches the sink in its order, signals behind changes that are being dealt with', async () => {
    const { socket, sink } = await followingPair()
    const typing = { type: 'typing', conversationType: 'group', conversationID: 'g', userID: 'bob' } as const
    const release = sink.hold()
    socket.send(push(1, 'c1'))
    socket.send(formatNotification('signal', typing))
    socket.send('{"jsonrpc":"2.0","id":2,"method":"futureRequest","params":{}}')
    await socket.next()
    expect(sink.delivered).toHaveLength(1)
    release()
    await sink.delivery(2)
    expect(sink.delivered[1]).toEqual(typing)
  })

  it('goes on after a sink that failed', async () => {
    const { connection, socket, sink } = await followingPair()
    sink.signal = () => {
      throw new Error('a defect of the sink')
    }
    socket.send(
      formatNotification('signal', { type: 'typing', conversationType: 'group', conversationID: 'g', userID: 'bob' }),
    )
    socket.send(push(1, 'c1'))
    await sink.delivery(1)
    await connection.close()
  })

  it('is left out and told when this version does not know it', async () => {
    const skipped: string[] = []
    const { socket, sink } = await followingPair({ onSkipped: ({ kind, count }) => skipped.push(`${kind} ${count}`) })
    socket.send('{"jsonrpc":"2.0","method":"futureNotification"}')
    socket.send('{"jsonrpc":"2.0","method":"signal","params":{"type":"presence"}}')
    socket.send(
      '{"jsonrpc":"2.0","id":1,"method":"changes","params":{"after":"c0","cursor":"c1","changes":[{"type":"future"},{"type":"groupLeft","groupID":"g"}]}}',
    )
    await sink.delivery(1)
    const known = [{ type: 'groupLeft', groupID: 'g' }]
    expect(sink.delivered).toEqual([{ after: 'c0', cursor: 'c1', changes: known, skippedCount: 1 }])
    expect(skipped).toEqual(['method 1', 'signal 1', 'change 1'])
  })

  it('does not reach the sink after close', async () => {
    const { connection, socket, sink } = await followingPair()
    const release = sink.hold()
    socket.send(push(1, 'c1'))
    await sink.delivery(1)
    socket.send(
      formatNotification('signal', { type: 'typing', conversationType: 'group', conversationID: 'g', userID: 'bob' }),
    )
    socket.send('{"jsonrpc":"2.0","id":2,"method":"futureRequest","params":{}}')
    await socket.next()
    await connection.close()
    release()
    await socket.closed
    expect(sink.delivered).toHaveLength(1)
  })
})

describe('silence', () => {
  it('ends the link as lost when the backend answers nothing more', async () => {
    const { connection, socket } = await connectedPair({ heartbeatIntervalMs: 20, heartbeatTimeoutMs: 50 })
    socket.freeze()
    expect(await connection.closed).toMatchObject({ reason: 'lost' })
  })

  it('is broken by anything that comes in', async () => {
    const { connection, socket } = await connectedPair({ heartbeatIntervalMs: 20, heartbeatTimeoutMs: 2_000 })
    for (let round = 0; round < 3; round += 1) {
      await socket.nextRequest('ping')
      socket.send('{"jsonrpc":"2.0","method":"futureNotification"}')
    }
    const called = leave(connection)
    socket.send(formatResult((await socket.nextRequest('leaveGroup')).id, { groupID: 'g' }))
    expect(await called).toEqual({ groupID: 'g' })
  })

  it('is asked about at once when a call found no answer', async () => {
    const { connection, socket } = await connectedPair({ callTimeoutMs: 20, heartbeatTimeoutMs: 50 })
    const called = leave(connection).catch(() => undefined)
    await socket.nextRequest('ping')
    await called
    expect(await connection.closed).toMatchObject({ reason: 'lost' })
  })
})
