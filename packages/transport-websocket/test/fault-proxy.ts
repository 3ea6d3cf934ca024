import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy in front of a server, with the faults of a network. */
export interface FaultProxy {
  readonly url: string
  setMode(mode: 'up' | 'refused' | 'hung'): void
  /** Resolves at once, in the mode `hung` when a connection has been caught in it. */
  caught(): Promise<void>
  /** Breaks every connection. */
  cut(): void
  /** What the server sends waits until `release`, in order. */
  hold(): void
  release(): void
  /** Breaks the next connection on which the server sends something, instead of passing that on. */
  loseNextAnswer(): void
  /** Sends a text frame to every client, as if it came from the server. */
  inject(text: string): void
  /** Resolves once no client is connected. */
  idle(): Promise<void>
  close(): Promise<void>
}

export async function startFaultProxy(serverPort: number): Promise<FaultProxy> {
  const clients = new Set<Socket>()
  const waiting = new Set<() => void>()
  let mode: 'up' | 'refused' | 'hung' = 'up'
  let held: (() => void)[] | undefined
  let losesNextAnswer = false
  let hungCount = 0

  const proxy = createServer((client) => {
    client.on('error', () => undefined)
    if (mode === 'refused') {
      client.destroy()
      return
    }
    clients.add(client)
    client.on('close', () => {
      clients.delete(client)
      look()
    })
    if (mode === 'hung') {
      client.resume()
      hungCount += 1
      look()
    } else join(client)
  })

  function join(client: Socket): void {
    const server = connect(serverPort, '127.0.0.1')
    server.on('error', () => client.destroy())
    server.on('close', () => pass(() => client.end()))
    client.on('close', () => server.destroy())
    client.pipe(server)
    server.on('data', (bytes) => {
      if (losesNextAnswer) {
        losesNextAnswer = false
        client.destroy()
      } else pass(() => client.write(bytes))
    })
  }

  function pass(action: () => void): void {
    if (held) held.push(action)
    else action()
  }

  function look(): void {
    for (const waiter of [...waiting]) waiter()
  }

  function until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const waiter = () => {
        if (!holds()) return
        waiting.delete(waiter)
        resolve()
      }
      waiting.add(waiter)
      waiter()
    })
  }

  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (typeof address !== 'object' || address === null) throw new Error('The proxy does not listen.')

  return {
    url: `ws://127.0.0.1:${address.port}`,
    setMode(next) {
      mode = next
      hungCount = 0
    },
    caught: () => until(() => mode !== 'hung' || hungCount > 0),
    cut() {
      for (const client of clients) client.destroy()
    },
    hold() {
      held ??= []
    },
    release() {
      const actions = held ?? []
      held = undefined
      for (const action of actions) action()
    },
    loseNextAnswer() {
      losesNextAnswer = true
    },
    inject(text) {
      for (const client of clients) client.write(textFrame(text))
    },
    idle: () => until(() => clients.size === 0),
    async close() {
      const closed = once(proxy, 'close')
      proxy.close()
      for (const client of clients) client.destroy()
      await closed
    },
  }
}

// RFC 6455 §5.2: final, text, not masked; lengths up to 125, or in two bytes.
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  if (payload.length <= 125) return Buffer.concat([Buffer.from([0x81, payload.length]), payload])
  return Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]), payload])
}
