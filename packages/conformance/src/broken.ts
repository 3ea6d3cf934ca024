export { brokenStorageDrivers } from './broken-storage.js'
export type { BrokenStorageDriver } from './broken-storage/broken-storage-driver.js'
export { brokenTransportDrivers } from './broken-transport.js'
export type { BrokenTransportDriver } from './broken-transport/broken-transport-driver.js'
