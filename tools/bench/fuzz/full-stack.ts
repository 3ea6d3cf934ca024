import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { formatRequest, formatResult, subprotocols } from '@latchkey/protocol'
import { startServer } from '@latchkey/server'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { WebSocket, WebSocketServer } from 'ws'

const request = {
  userID: 'ada',
  credential: { type: 'token', token: 'token' },
  deviceID: 'fuzzer',
  platform: 'node',
} as const

/** How many facts a real server stored of frames that none of its readers takes. */
export const storedByServer = async (frames: readonly string[]): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-fuzz-'))
  const server = await startServer({ folder })
  try {
    await server.putUser({ userID: 'bob' })
    const token = await server.issueToken('ada', { lifeSeconds: 3_600 })
    const witness = await webSocketTransport({ url: server.url }).connect(
      { ...request, credential: { type: 'token', token } },
      { changes: async () => undefined, signal: () => undefined },
    )
    const place = async () => JSON.stringify(await witness.pull(undefined, 1_000))
    const before = await place()
    for (let sent = 0; sent < frames.length;) sent += await sendUntilClosed(server.url, token, frames.slice(sent))
    const stored = (await place()) === before ? 0 : 1
    await witness.close()
    return stored
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Sends frames over one socket, one by one, until the server has had enough; answers how many it took. */
const sendUntilClosed = async (url: string, token: string, frames: readonly string[]): Promise<number> => {
  const socket = new WebSocket(url, [...subprotocols])
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await once(socket, 'open')
  const credential = { type: 'token', token } as const
  socket.send(formatRequest(1, 'connect', { ...request, credential }))
  await once(socket, 'message')
  let sent = 0
  while (sent < Math.min(frames.length, 500) && socket.readyState === WebSocket.OPEN) {
    socket.send(frames[sent] ?? '')
    sent += 1
    // A refused request is answered, a violation closes; whatever says nothing was a notification.
    socket.send(formatRequest(100_000 + sent, 'ping', {}))
    await Promise.race([once(socket, 'message'), closed])
  }
  socket.close()
  await closed
  return sent
}

/** How many facts a real client transport handed on of frames that none of its readers takes. */
export const deliveredByClient = async (frames: readonly string[]): Promise<number> => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => subprotocols[0] ?? false })
  await once(server, 'listening')
  const address = server.address()
  const url = `ws://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  let delivered = 0
  const sink = { changes: async () => void (delivered += 1), signal: () => void (delivered += 1) }
  try {
    for (const frame of frames) {
      const accepted = once(server, 'connection') as Promise<[WebSocket]>
      const connecting = webSocketTransport({ url }).connect(request, sink)
      const [socket] = await accepted
      await once(socket, 'message')
      const account = { userID: 'ada', userName: '', serverTime: 1, limits: { maxTextBytes: 1_000 } }
      socket.send(formatResult(1, account))
      const connection = await connecting
      const pulled = connection.pull('c1', 1_000).then(
        () => void (delivered += 1),
        () => undefined,
      )
      await once(socket, 'message')
      socket.send(frame)
      // What the frame did not end, this does.
      socket.close()
      await connection.closed
      await pulled
    }
    return delivered
  } finally {
    server.close()
    for (const socket of server.clients) socket.terminate()
  }
}

/** The bytes that live after everything dead was collected. */
export const liveHeapBytes = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
