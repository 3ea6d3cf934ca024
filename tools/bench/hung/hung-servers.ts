import { createHash } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A server that a page may try to connect to. */
export interface HungServer {
  readonly url: string
  /** How many connections it has accepted. */
  readonly accepted: number
  close(): Promise<void>
}

/** A port at which nobody listens: what a device sees that has no network. */
export const refusedPort = async (): Promise<HungServer> => {
  const server = createServer()
  const url = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return { url, accepted: 0, close: async () => undefined }
}

/** Accepts, and says nothing ever: not even that it speaks HTTP. */
export const silentSocket = (): Promise<HungServer> => counting(createServer())

/** Opens the WebSocket, and says nothing ever after. */
export const silentWebSocket = (): Promise<HungServer> => {
  const server = createHttpServer()
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const [protocol] = (request.headers['sec-websocket-protocol'] ?? '').split(',')
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
      ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol.trim()}`] : []),
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    // A page that goes away needs no answer either.
    socket.on('error', () => undefined)
  })
  return counting(server)
}

const counting = async (server: Server): Promise<HungServer> => {
  const sockets = new Set<Socket>()
  let accepted = 0
  server.on('connection', (socket) => {
    accepted += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  const url = await listen(server)
  return {
    url,
    get accepted() {
      return accepted
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}
