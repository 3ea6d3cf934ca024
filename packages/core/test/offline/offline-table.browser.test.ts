import { indexedDbStorage } from '@latchkey/storage-indexeddb'
import { sqliteSearch, sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'
import { loopbackNetwork } from '../scenario/loopback-parts.js'
import { offlineTable } from './offline-table.js'

offlineTable('sqlite-wasm', {
  // The browser's profile is new for every run, so nothing is left behind.
  createStorage: async () => sqliteWasmStorage({ folder: `table-${crypto.randomUUID()}`, search: sqliteSearch }),
  createNetwork: loopbackNetwork,
})
offlineTable('indexeddb', {
  createStorage: async () => indexedDbStorage({ folder: `table-${crypto.randomUUID()}` }),
  createNetwork: loopbackNetwork,
})
