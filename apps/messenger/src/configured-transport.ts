import type { TransportDriver } from '@latchkey/core/driver'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { latestConfiguration, type Configuration } from './configuration.js'

/** Each attempt to connect goes to where the server is by then, so that a server that moved is found without a visit more. */
export function configuredTransport({ serverUrl }: Configuration): TransportDriver {
  return {
    ...webSocketTransport({ url: serverUrl }),
    async connect(request, sink, options) {
      const latest = await latestConfiguration()
      return webSocketTransport({ url: latest.serverUrl }).connect(request, sink, options)
    },
  }
}
