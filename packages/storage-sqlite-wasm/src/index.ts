export { sqliteSearch, type SqliteSearch } from '@latchkey/storage-sqlite'
export { sqliteWasmStorage, type SqliteWasmStorageOptions } from './sqlite-wasm-storage.js'
