export { storageCases } from './storage/cases.js'
export { describeStorageDriver } from './storage/describe-storage-driver.js'
export { runStorageCase, type StorageCase, type StorageCaseContext } from './storage/storage-case.js'
export type { SmallRecordBytes, StorageFixture, StorageKitOptions } from './storage/storage-fixture.js'
