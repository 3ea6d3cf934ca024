import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

/** What the thread of a delay proxy is started with. It says its port when it listens. */
export interface ProxyStart {
  readonly serverPort: number
  readonly delayMs: number
  /** Bytes sent to the server, and received from it; shared. */
  readonly counts: BigInt64Array<SharedArrayBuffer>
}

const { serverPort, delayMs, counts } = workerData as ProxyStart

const later = (action: () => void): void => {
  if (delayMs === 0) action()
  else setTimeout(action, delayMs)
}

const proxy = createServer({ noDelay: true }, (client) => {
  const server = connect({ port: serverPort, host: '127.0.0.1', noDelay: true })
  client.on('error', () => server.destroy())
  server.on('error', () => client.destroy())
  client.on('close', () => {
    server.destroy()
  })
  server.on('close', () => {
    later(() => client.destroy())
  })
  client.on('data', (bytes) => {
    Atomics.add(counts, 0, BigInt(bytes.length))
    server.write(bytes)
  })
  server.on('data', (bytes) => {
    Atomics.add(counts, 1, BigInt(bytes.length))
    later(() => client.write(bytes))
  })
})
proxy.listen(0, '127.0.0.1')
await once(proxy, 'listening')
const address = proxy.address()
if (typeof address === 'object') parentPort?.postMessage(address?.port)
