import type { StorageDriver, StorageSession } from '../../src/contract/storage-driver.js'
import type { TransportConnection, TransportDriver } from '../../src/contract/transport-driver.js'

/** `transport`, with some members of its connections replaced by ones that lie. */
export function lying(
  transport: TransportDriver,
  lie: (honest: TransportConnection) => Partial<TransportConnection>,
): TransportDriver {
  return {
    ...transport,
    async connect(...parameters) {
      const honest = await transport.connect(...parameters)
      return { ...honest, ...lie(honest) }
    },
  }
}

/** `storage`, with some members of its sessions replaced by ones that fail. */
export function failing(
  storage: StorageDriver,
  fail: (sound: StorageSession) => Partial<StorageSession>,
): StorageDriver {
  return {
    ...storage,
    async open(...parameters) {
      const sound = await storage.open(...parameters)
      return { ...sound, ...fail(sound) }
    },
  }
}
