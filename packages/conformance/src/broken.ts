export { brokenStorageDrivers } from './broken-storage.js'
export type { BrokenStorageDriver } from './broken-storage/broken-storage-driver.js'
