import { sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'
import { clientScenario } from './client-scenario.js'
import { loopbackNetwork } from './loopback-parts.js'

clientScenario('sqlite-wasm over loopback', {
  // The browser's profile is new for every run, so nothing is left behind.
  createStorage: async () => sqliteWasmStorage({ folder: `scenario-${crypto.randomUUID()}` }),
  createNetwork: loopbackNetwork,
})
