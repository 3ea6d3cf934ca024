export { toChatError } from './result-codes.js'
export { SqliteError } from './sqlite-error.js'
export type { SqliteExecutor, SqliteRow, SqliteStatement, SqliteStep, SqliteValue } from './sqlite-executor.js'
export { sqliteSearch, type SqliteSearch } from './sqlite-search.js'
export { openSqliteSession } from './sqlite-session.js'
export {
  createSynchronousExecutor,
  type SqliteBinding,
  type SqlitePrepared,
  type SynchronousSqliteExecutor,
} from './synchronous-executor.js'
