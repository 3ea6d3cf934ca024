import {
  closeCodes,
  findWireVersion,
  subprotocolPrefix,
  subprotocols,
  wireLimits,
  type WireVersion,
} from '@latchkey/protocol'
import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'

export interface HttpFrontOptions {
  /** Exactly these; a client without an origin is no browser and passes. */
  readonly allowedOrigins: readonly string[]
  /** What `GET /health` answers. */
  health(): object
  /** Whether there is room for one more. */
  hasRoom(): boolean
  /** A socket that speaks our subprotocol. */
  opened(socket: WebSocket, version: WireVersion, origin: string | undefined): void
}

/** The HTTP side: `GET /health`, and the handshake of sockets at `/` (docs/wire.md, "One socket, one subprotocol"). */
export function createHttpFront(options: HttpFrontOptions): Server {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: wireLimits.maxBinaryFrameBytes,
    // Compression costs memory per connection, and leaks lengths of what is beside a secret.
    perMessageDeflate: false,
    handleProtocols: (offered) => chooseProtocol([...offered]) ?? false,
  })

  const server = createServer((request, response) => {
    const isHealth = request.url === '/health' && (request.method === 'GET' || request.method === 'HEAD')
    response.writeHead(isHealth ? 200 : 404, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(
      request.method === 'HEAD' ? undefined : JSON.stringify(isHealth ? options.health() : { error: 'not-found' }),
    )
  })

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const status = refusalOf(request, options)
    if (status !== undefined) return refuse(stream, status)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const version = findWireVersion(socket.protocol)
      if (version) return options.opened(socket, version, request.headers.origin)
      // A browser tells a page nothing about a handshake that failed, but it tells a close code.
      socket.on('error', () => undefined)
      socket.close(closeCodes.outdated)
    })
  })
  return server
}

function refusalOf(request: IncomingMessage, options: HttpFrontOptions): number | undefined {
  const { origin, 'sec-websocket-protocol': offered = '' } = request.headers
  if (request.url !== '/') return 404
  if (origin !== undefined && !options.allowedOrigins.includes(origin)) return 403
  if (chooseProtocol(offered.split(',').map((name) => name.trim())) === undefined) return 400
  return options.hasRoom() ? undefined : 503
}

/** The best that both speak; else the first of another version of ours, so that the client can be told. */
function chooseProtocol(offered: readonly string[]): string | undefined {
  return (
    subprotocols.find((known) => offered.includes(known)) ?? offered.find((name) => name.startsWith(subprotocolPrefix))
  )
}

function refuse(stream: Duplex, status: number): void {
  stream.on('error', () => undefined)
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
