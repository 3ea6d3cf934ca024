import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { ProxyStart } from './delay-proxy-thread.ts'

/** A TCP proxy in front of a server that makes it far away. */
export interface DelayProxy {
  readonly port: number
  /** Bytes that went through since the start. */
  readonly sentBytes: number
  readonly receivedBytes: number
  close(): Promise<void>
}

/**
 * What the server says arrives `delayMs` later and in its order, so that a round trip takes that much longer. It runs in a
 * thread of its own: a network goes on while a device is busy.
 */
export const startDelayProxy = async (serverPort: number, delayMs: number): Promise<DelayProxy> => {
  const counts = new BigInt64Array(new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT))
  const start: ProxyStart = { serverPort, delayMs, counts }
  const thread = new Worker(new URL('delay-proxy-thread.ts', import.meta.url), { workerData: start })
  const port: unknown = (await once(thread, 'message'))[0]
  if (typeof port !== 'number') throw new Error('The proxy does not listen.')
  return {
    port,
    get sentBytes() {
      return Number(Atomics.load(counts, 0))
    },
    get receivedBytes() {
      return Number(Atomics.load(counts, 1))
    },
    async close() {
      await thread.terminate()
    },
  }
}
