import type { TransportSink } from '../contract/transport-driver.js'
import { createDeferred } from '../runtime/deferred.js'

/** A sink for a connection that is made before there is a session: what arrives waits for the session's own sink. */
export interface LateSink {
  readonly sink: TransportSink
  bind(sink: TransportSink): void
}

export function createLateSink(): LateSink {
  const bound = createDeferred<TransportSink>()
  let target: TransportSink | undefined
  return {
    sink: {
      changes: async (pushed) => (await bound.promise).changes(pushed),
      signal(signal) {
        target?.signal(signal)
      },
    },
    bind(sink) {
      target = sink
      bound.resolve(sink)
    },
  }
}
