import { createLoopbackNetwork, loopbackTokenReader } from '@latchkey/transport-loopback'
import type { ScenarioNetwork } from './client-scenario.js'

/** The backend in this process, by the clock of the world. */
export async function loopbackNetwork(): Promise<ScenarioNetwork> {
  const network = createLoopbackNetwork({ clock: { now: () => Date.now() } })
  return {
    tokenReader: loopbackTokenReader(),
    transport: () => network.transport(),
    addUser: (userID, userName) => network.addUser({ userID, userName }),
    issueToken: async (userID) => network.issueToken(userID),
    async setReachable(isReachable) {
      network.setConnectivity(isReachable ? 'up' : 'refused')
      if (!isReachable) network.cut()
    },
  }
}
