import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import type { Account } from '@latchkey/core/driver'
import { formatResult, readFrame, subprotocols, wireLimits, type Frame } from '@latchkey/protocol'
import { onTestFinished } from 'vitest'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'

/** The server's end of one socket, on which the test says everything by hand. */
export interface PeerSocket {
  readonly request: IncomingMessage
  /** The next frame of the client that was not taken yet. */
  next(): Promise<Frame>
  /** The next request with this method; others before it are passed over. */
  nextRequest(method: string): Promise<Frame & { type: 'request' }>
  send(frame: string | Buffer): void
  close(code: number): void
  /** Goes away without a word. */
  terminate(): void
  /** Reads nothing more and answers nothing, not even a close. */
  freeze(): void
  /** The client's close code, once the socket has closed. */
  readonly closed: Promise<number>
}

export interface Peer {
  readonly url: string
  nextSocket(): Promise<PeerSocket>
}

export const account: Account = {
  userID: 'ada',
  userName: 'Ada',
  serverTime: 1_764_000_000_000,
  limits: { maxTextBytes: 10_000 },
}

/** A real WebSocket server that leaves every word to the test. */
export async function startPeer(options: { readonly selected?: string } = {}): Promise<Peer> {
  const http = createServer()
  const sockets = createQueue<PeerSocket>()
  const server = new WebSocketServer({
    server: http,
    handleProtocols: () => options.selected ?? subprotocols[0] ?? false,
  })
  server.on('connection', (socket, request) => sockets.put(peerSocket(socket, request)))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate()
    http.closeAllConnections()
    http.close()
  })
  return { url: urlOf(http.address()), nextSocket: () => sockets.take() }
}

/** Takes TCP connections and says nothing; `nextEnded` resolves each time one of them has ended. */
export async function startSilentListener(): Promise<{
  url: string
  accepted: Promise<unknown>
  nextEnded(): Promise<true>
}> {
  const ended = createQueue<true>()
  const server = createTcpServer((socket) => {
    socket.resume()
    socket.on('error', () => undefined)
    socket.on('close', () => ended.put(true))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
  })
  return { url: urlOf(server.address()), accepted: once(server, 'connection'), nextEnded: () => ended.take() }
}

/** An address at which nobody listens. */
export async function unusedUrl(): Promise<string> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = urlOf(server.address())
  server.close()
  await once(server, 'close')
  return url
}

/** Takes the `connect` request and accepts it. */
export async function accept(peer: Peer): Promise<PeerSocket> {
  const socket = await peer.nextSocket()
  const { id } = await socket.nextRequest('connect')
  socket.send(formatResult(id, account))
  return socket
}

function urlOf(address: AddressInfo | string | null): string {
  if (typeof address !== 'object' || address === null) throw new Error('not listening')
  return `ws://127.0.0.1:${address.port}/chat`
}

function peerSocket(socket: WebSocket, request: IncomingMessage): PeerSocket {
  const frames = createQueue<Frame>()
  socket.on('message', (data: RawData) => frames.put(readFrame(textOf(data), wireLimits.maxClientFrameBytes)))
  const next = () => frames.take()
  return {
    request,
    next,
    async nextRequest(method) {
      for (;;) {
        const frame = await next()
        if (frame.type === 'request' && frame.method === method) return frame
      }
    },
    send: (frame) => socket.send(frame),
    close: (code) => socket.close(code),
    terminate: () => socket.terminate(),
    freeze: () => socket.pause(),
    closed: new Promise((resolve) => socket.on('close', resolve)),
  }
}

function textOf(data: RawData): string {
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString()
}

function createQueue<Item>(): { put(item: Item): void; take(): Promise<Item> } {
  const items: Item[] = []
  const takers: ((item: Item) => void)[] = []
  return {
    put(item) {
      const taker = takers.shift()
      if (taker) taker(item)
      else items.push(item)
    },
    take() {
      const item = items.shift()
      return item === undefined ? new Promise((resolve) => takers.push(resolve)) : Promise.resolve(item)
    },
  }
}
