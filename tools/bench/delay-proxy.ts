import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy in front of a server that makes it far away. */
export interface DelayProxy {
  readonly port: number
  /** Bytes that went through since the start. */
  readonly sentBytes: number
  readonly receivedBytes: number
  close(): Promise<void>
}

/** What the server says arrives `delayMs` later and in its order, so that a round trip takes that much longer. */
export const startDelayProxy = async (serverPort: number, delayMs: number): Promise<DelayProxy> => {
  const clients = new Set<Socket>()
  let sentBytes = 0
  let receivedBytes = 0
  const later = (action: () => void): void => {
    if (delayMs === 0) action()
    else setTimeout(action, delayMs)
  }
  const proxy = createServer({ noDelay: true }, (client) => {
    clients.add(client)
    const server = connect({ port: serverPort, host: '127.0.0.1', noDelay: true })
    client.on('error', () => server.destroy())
    server.on('error', () => client.destroy())
    client.on('close', () => {
      clients.delete(client)
      server.destroy()
    })
    server.on('close', () => {
      later(() => client.destroy())
    })
    client.on('data', (bytes) => {
      sentBytes += bytes.length
      server.write(bytes)
    })
    server.on('data', (bytes) => {
      receivedBytes += bytes.length
      later(() => client.write(bytes))
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (typeof address !== 'object' || address === null) throw new Error('The proxy does not listen.')
  return {
    port: address.port,
    get sentBytes() {
      return sentBytes
    },
    get receivedBytes() {
      return receivedBytes
    },
    async close() {
      proxy.close()
      for (const client of clients) client.destroy()
      await once(proxy, 'close')
    },
  }
}
