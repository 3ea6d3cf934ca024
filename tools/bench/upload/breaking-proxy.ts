import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/**
 * How a connection breaks. `up`: what the client says is cut off in the middle. `down`: the server has heard it, and its answer is
 * cut off. `kill`: whoever holds the client ends it.
 */
export type BreakKind = 'up' | 'down' | 'kill'

export interface Break {
  /** It comes once the clients have sent so many bytes in all. */
  readonly afterBytes: number
  readonly kind: BreakKind
}

/** A TCP proxy in front of a server that counts what clients send, and breaks connections. */
export interface BreakingProxy {
  readonly port: number
  /** Bytes that came from clients since the start. */
  readonly sentBytes: number
  /** The breaks that have come. */
  readonly done: readonly Break[]
  close(): Promise<void>
}

/** `breaks` come in their order. `kill` is called for those of that kind, whose connection the dying client ends itself. */
export const startBreakingProxy = async (
  serverPort: number,
  breaks: readonly Break[],
  kill: () => void,
): Promise<BreakingProxy> => {
  const waiting = [...breaks]
  const done: Break[] = []
  const sockets = new Set<Socket>()
  let sentBytes = 0

  /** The next break, when it is due and of one of these kinds. It comes once. */
  const take = (...kinds: readonly BreakKind[]): Break | undefined => {
    const [next] = waiting
    if (next === undefined || sentBytes < next.afterBytes || !kinds.includes(next.kind)) return undefined
    waiting.shift()
    done.push(next)
    return next
  }

  const proxy = createServer({ noDelay: true }, (client) => {
    const server = connect({ port: serverPort, host: '127.0.0.1', noDelay: true })
    const cut = () => {
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    client.on('data', (bytes) => {
      const before = sentBytes
      sentBytes += bytes.length
      const due = take('up', 'kill')
      if (due?.kind === 'up') {
        // The server is left with the part of a frame, as when a line goes down.
        server.end(bytes.subarray(0, Math.max(0, due.afterBytes - before)))
        client.destroy()
        return
      }
      if (due !== undefined) kill()
      server.write(bytes)
    })
    server.on('data', (bytes) => {
      if (take('down') === undefined) client.write(bytes)
      else cut()
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy does not listen.')

  return {
    port: address.port,
    get sentBytes() {
      return sentBytes
    },
    done,
    async close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
