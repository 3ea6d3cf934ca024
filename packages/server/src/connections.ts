import { displacedLinks, type DevicePolicy } from '@latchkey/backend'
import type { ClosureReason, ConnectRequest } from '@latchkey/core/driver'
import type { Connection } from './connection.js'

/** The connections that are open. */
export interface Connections {
  readonly size: number
  add(connection: Connection): void
  /** The user of an added connection is known. Those of the user's connections end that give way to it. */
  admit(connection: Connection, admitted: AdmittedDevice): void
  remove(connection: Connection): void
  /** Ends those of one user. */
  endUser(userID: string, reason: ClosureReason, description?: string): void
  endAll(reason: ClosureReason, description?: string): void
  checkPulses(): void
}

/** Whose connection it is, and from which device. */
type AdmittedDevice = Pick<ConnectRequest, 'userID' | 'deviceID' | 'platform'>

interface Link extends AdmittedDevice {
  readonly connection: Connection
}

export function createConnections({
  maxPerUser,
  devicePolicy,
}: {
  readonly maxPerUser: number
  readonly devicePolicy: DevicePolicy
}): Connections {
  const all = new Set<Connection>()
  /** The oldest first. */
  const byUser = new Map<string, Map<Connection, Link>>()

  return {
    get size() {
      return all.size
    },
    add: (connection) => void all.add(connection),

    admit(connection, { userID, deviceID, platform }) {
      const own = byUser.get(userID) ?? new Map<Connection, Link>()
      const older = [...own.values()]
      const newcomer = { userID, deviceID, platform, connection }
      byUser.set(userID, own.set(connection, newcomer))
      for (const { link, reason } of displacedLinks(devicePolicy, older, newcomer)) {
        link.connection.end(
          reason,
          reason === 'lost' ? 'the device has connected anew' : 'another device has connected',
        )
      }
      const [oldest] = own.keys()
      if (own.size > maxPerUser) oldest?.end('kickedOut', 'too many connections')
    },

    remove(connection) {
      all.delete(connection)
      const { userID } = connection
      if (userID === undefined) return
      const own = byUser.get(userID)
      own?.delete(connection)
      if (own?.size === 0) byUser.delete(userID)
    },

    endUser(userID, reason, description) {
      for (const connection of [...(byUser.get(userID)?.keys() ?? [])]) connection.end(reason, description)
    },
    endAll(reason, description) {
      for (const connection of [...all]) connection.end(reason, description)
    },
    checkPulses() {
      for (const connection of [...all]) connection.checkPulse()
    },
  }
}
