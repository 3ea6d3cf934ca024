export { sqliteWasmStorage, type SqliteWasmStorageOptions } from './sqlite-wasm-storage.js'
