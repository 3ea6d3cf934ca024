export { sqliteNodeStorage, type SqliteNodeStorageOptions } from './sqlite-node-storage.js'
