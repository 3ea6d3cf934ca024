import { ChatError, type ConnectRequest, type ErrorCode } from '@latchkey/core/driver'
import { closeCodes, formatError, formatNotification, formatResult } from '@latchkey/protocol'
import { describe, expect, it } from 'vitest'
import { webSocketTransport } from '../src/web-socket-transport.js'
import { accept, account, startPeer, startSilentListener, unusedUrl } from './peer.js'
import { recordingSink } from './sink.js'

const request: ConnectRequest = {
  userID: 'ada',
  credential: { type: 'token', token: 'secret-token' },
  deviceID: 'device-1',
  platform: 'node',
}

const connect = (url: string, options: { signal?: AbortSignal; connectTimeoutMs?: number } = {}) => {
  const { signal, connectTimeoutMs = 5_000 } = options
  return webSocketTransport({ url, connectTimeoutMs }).connect(request, recordingSink(), signal ? { signal } : {})
}

describe('the factory', () => {
  it.each([
    ['url', { url: 'http://chat.example' }],
    ['url', { url: 'chat' }],
    ['url', { url: 'wss://ada:secret@chat.example' }],
    ['url', { url: 'wss://chat.example/#token' }],
    ['connectTimeoutMs', { url: 'wss://chat.example', connectTimeoutMs: 0 }],
    ['callTimeoutMs', { url: 'wss://chat.example', callTimeoutMs: 2 ** 31 }],
    ['heartbeatIntervalMs', { url: 'wss://chat.example', heartbeatIntervalMs: 1.5 }],
    ['heartbeatTimeoutMs', { url: 'wss://chat.example', heartbeatTimeoutMs: Number.NaN }],
  ])('refuses a wrong %s and names the rule (%#)', (argument, options) => {
    try {
      webSocketTransport(options)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({
        code: 'invalid-argument',
        details: { argument, rule: expect.any(String) as string },
      })
    }
  })
})

describe('connecting', () => {
  it('resolves with the account once the backend has accepted the user', async () => {
    const peer = await startPeer()
    const connecting = connect(peer.url)
    await accept(peer)
    expect((await connecting).account).toEqual(account)
  })

  it('OL-04 carries the token in the first frame and never in the address or a header', async () => {
    const peer = await startPeer()
    const connecting = connect(peer.url)
    const socket = await peer.nextSocket()
    expect(await socket.next()).toMatchObject({ type: 'request', id: 1, method: 'connect', parameters: request })
    expect(JSON.stringify([socket.request.url, socket.request.rawHeaders])).not.toContain('secret-token')
    expect(socket.request.headers['sec-websocket-protocol']).toBe('latchkey.2, latchkey.1')
    socket.send(formatResult(1, account))
    await connecting
  })

  it.each<[ErrorCode, ErrorCode]>([
    ['token-refused', 'token-refused'],
    ['token-invalid', 'token-refused'],
    ['token-too-long-lived', 'token-refused'],
    ['not-allowed', 'token-refused'],
    ['token-expired', 'token-expired'],
    ['user-unknown', 'user-unknown'],
    ['kicked-out', 'kicked-out'],
    ['client-outdated', 'client-outdated'],
    ['rate-limited', 'rate-limited'],
    ['invalid-argument', 'protocol-violation'],
    ['backend-failed', 'transport-unreachable'],
  ])('TR-21 that the backend answers with %s rejects %s and leaves no socket', async (answered, code) => {
    const peer = await startPeer()
    const connecting = connect(peer.url)
    const socket = await peer.nextSocket()
    const { id } = await socket.nextRequest('connect')
    socket.send(formatError(id, new ChatError(answered, { details: { retryAfterMs: 7 } })))
    await expect(connecting).rejects.toMatchObject({ code, details: { retryAfterMs: 7 } })
    expect(await socket.closed).toBe(1000)
  })

  it.each<['refused' | 'expired' | 'kickedOut' | 'unregistered' | 'outdated' | 'lost', ErrorCode]>([
    ['refused', 'token-refused'],
    ['expired', 'token-expired'],
    ['kickedOut', 'kicked-out'],
    ['unregistered', 'user-unknown'],
    ['outdated', 'client-outdated'],
    ['lost', 'transport-unreachable'],
  ])('TR-21 that the backend ends as %s rejects %s, whether it says so or only closes', async (reason, code) => {
    const peer = await startPeer()
    const told = connect(peer.url)
    const first = await peer.nextSocket()
    first.send(formatNotification('closing', { reason }))
    await expect(told).rejects.toMatchObject({ code })
    const closed = connect(peer.url)
    const second = await peer.nextSocket()
    second.close(closeCodes[reason])
    await expect(closed).rejects.toMatchObject({ code })
  })

  it('rejects protocol-violation for an account of another user', async () => {
    const peer = await startPeer()
    const connecting = connect(peer.url)
    const socket = await peer.nextSocket()
    socket.send(formatResult((await socket.nextRequest('connect')).id, { ...account, userID: 'eve' }))
    await expect(connecting).rejects.toMatchObject({ code: 'protocol-violation' })
    expect(await socket.closed).toBe(closeCodes.violation)
  })

  it('rejects client-outdated when the server closes so after selecting the version offered', async () => {
    const peer = await startPeer()
    const connecting = connect(peer.url)
    const socket = await peer.nextSocket()
    socket.close(closeCodes.outdated)
    await expect(connecting).rejects.toMatchObject({ code: 'client-outdated' })
  })

  it('rejects transport-unreachable where nobody listens', async () => {
    await expect(connect(await unusedUrl())).rejects.toMatchObject({ code: 'transport-unreachable' })
  })

  it('rejects transport-unreachable when the server goes away before it answers', async () => {
    const peer = await startPeer()
    const connecting = connect(peer.url)
    const socket = await peer.nextSocket()
    socket.terminate()
    await expect(connecting).rejects.toMatchObject({ code: 'transport-unreachable' })
  })

  it('rejects transport-timeout when nobody answers the handshake, and leaves no socket', async () => {
    const listener = await startSilentListener()
    await expect(connect(listener.url, { connectTimeoutMs: 50 })).rejects.toMatchObject({ code: 'transport-timeout' })
    await listener.nextEnded()
  })

  it('rejects transport-timeout when the backend never answers connect, and leaves no socket', async () => {
    const peer = await startPeer()
    const connecting = connect(peer.url, { connectTimeoutMs: 50 })
    const socket = await peer.nextSocket()
    await expect(connecting).rejects.toMatchObject({ code: 'transport-timeout' })
    expect(await socket.closed).toBe(1000)
  })

  it('rejects not-supported where there is no WebSocket, at the first attempt and not before', async () => {
    const global = globalThis.WebSocket
    Reflect.deleteProperty(globalThis, 'WebSocket')
    try {
      await expect(connect('wss://chat.example')).rejects.toMatchObject({ code: 'not-supported' })
    } finally {
      globalThis.WebSocket = global
    }
  })

  it('rejects transport-unreachable when the platform forbids the socket', async () => {
    class Forbidden extends WebSocket {
      constructor(url: string) {
        super(url, 'not a protocol name')
      }
    }
    const driver = webSocketTransport({ url: 'ws://chat.example', WebSocket: Forbidden })
    await expect(driver.connect(request, recordingSink())).rejects.toMatchObject({ code: 'transport-unreachable' })
  })
})

describe('an aborted attempt', () => {
  it('opens no socket when it was aborted before', async () => {
    const peer = await startPeer()
    await expect(connect(peer.url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'call-aborted' })
    const connecting = connect(peer.url)
    const socket = await accept(peer)
    await connecting
    expect(socket.request.url).toBe('/chat')
  })

  it('leaves no socket while the handshake is not answered', async () => {
    const listener = await startSilentListener()
    const controller = new AbortController()
    const connecting = connect(listener.url, { signal: controller.signal })
    await listener.accepted
    controller.abort()
    await expect(connecting).rejects.toMatchObject({ code: 'call-aborted' })
    await listener.nextEnded()
  })

  it('leaves no socket while connect is not answered, and an answer that comes later changes nothing', async () => {
    const peer = await startPeer()
    const controller = new AbortController()
    const connecting = connect(peer.url, { signal: controller.signal })
    const socket = await peer.nextSocket()
    const { id } = await socket.nextRequest('connect')
    controller.abort()
    socket.send(formatResult(id, account))
    await expect(connecting).rejects.toMatchObject({ code: 'call-aborted' })
    expect(await socket.closed).toBe(1000)
  })

  it('is over once it succeeded: a later abort ends nothing', async () => {
    const peer = await startPeer()
    const controller = new AbortController()
    const connecting = connect(peer.url, { signal: controller.signal })
    const socket = await accept(peer)
    const connection = await connecting
    controller.abort()
    const pulled = connection.pull(undefined, 1)
    const { id } = await socket.nextRequest('pull')
    socket.send(formatResult(id, { changes: [], cursor: 'c1', more: false }))
    expect(await pulled).toMatchObject({ cursor: 'c1' })
  })
})
