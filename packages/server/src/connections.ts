import type { ClosureReason } from '@latchkey/core/driver'
import type { Connection } from './connection.js'

/** The connections that are open. */
export interface Connections {
  readonly size: number
  add(connection: Connection): void
  /** The user of an added connection is known. The user's oldest gives way when there are more than allowed. */
  admit(connection: Connection, userID: string): void
  remove(connection: Connection): void
  /** Ends those of one user. */
  endUser(userID: string, reason: ClosureReason, description?: string): void
  endAll(reason: ClosureReason, description?: string): void
  checkPulses(): void
}

export function createConnections({ maxPerUser }: { readonly maxPerUser: number }): Connections {
  const all = new Set<Connection>()
  const byUser = new Map<string, Set<Connection>>()

  return {
    get size() {
      return all.size
    },
    add: (connection) => void all.add(connection),

    admit(connection, userID) {
      const own = byUser.get(userID) ?? new Set()
      byUser.set(userID, own.add(connection))
      const [oldest] = own
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
      for (const connection of [...(byUser.get(userID) ?? [])]) connection.end(reason, description)
    },
    endAll(reason, description) {
      for (const connection of [...all]) connection.end(reason, description)
    },
    checkPulses() {
      for (const connection of [...all]) connection.checkPulse()
    },
  }
}
