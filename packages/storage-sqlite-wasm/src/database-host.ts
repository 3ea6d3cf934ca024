import sqlite3InitModule, { type SAHPoolUtil, type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { ChatError } from '@latchkey/core/driver'
import {
  createSynchronousExecutor,
  type SqliteRow,
  type SqliteStatement,
  type SqliteStep,
  type SynchronousSqliteExecutor,
} from '@latchkey/storage-sqlite'
import { isMarked, mark, poolName } from './directories.js'
import { toOutcome, type Outcome } from './outcome.js'
import { acquireOwnership, withReleasedFiles } from './ownership.js'
import { requireParts, withPlatformErrors } from './platform-error.js'
import { createPoolBinding } from './pool-binding.js'

/** What the worker does for the page: one connection to one database, once. */
export interface DatabaseHost {
  /** Takes the directory and connects to the database in it. */
  open(directory: string): Promise<Outcome<void>>
  /** Notes that the database is made, so that from now on an empty one is a lost one. */
  confirm(): Promise<Outcome<void>>
  run(statement: SqliteStatement): Promise<Outcome<void>>
  all(statement: SqliteStatement): Promise<Outcome<readonly SqliteRow[]>>
  transaction(steps: readonly SqliteStep[]): Promise<Outcome<number | undefined>>
  close(): Promise<Outcome<void>>
}

interface Connection {
  readonly executor: SynchronousSqliteExecutor
  readonly directory: string
  /** Lets go of the files and of the directory. */
  release(): void
}

// The database, its log, the journal of the switch to a log, and one to spare.
const poolFiles = 4
const databasePath = '/database'

export function createDatabaseHost(): DatabaseHost {
  let lastFileError: unknown
  let connection: Connection | undefined
  const loading = loadSqlite((error) => {
    lastFileError = error
  })
  // It is awaited by `open`, which may come much later.
  loading.catch(() => undefined)

  async function connect(directory: string): Promise<Connection> {
    requireParts({ 'origin-private file system': navigator.storage?.getDirectory, 'lock API': navigator.locks })
    const giveBack = await acquireOwnership(directory)
    try {
      const sqlite = await loading
      const pool = await openPool(sqlite, directory)
      if (!pool.getFileNames().includes(databasePath) && (await isMarked(directory))) {
        pool.pauseVfs()
        throw new ChatError('storage-corrupt', { details: { reason: 'the file of the database is lost' } })
      }
      const database = new pool.OpfsSAHPoolDb(databasePath)
      const binding = createPoolBinding(sqlite, database, () => lastFileError)
      return {
        directory,
        executor: createSynchronousExecutor(binding),
        release() {
          pool.pauseVfs()
          giveBack()
        },
      }
    } catch (error) {
      giveBack()
      throw error
    }
  }

  function connected(): Connection {
    if (!connection) throw new ChatError('storage-closed')
    return connection
  }

  function execute<Result>(work: (executor: SynchronousSqliteExecutor) => Result): Promise<Outcome<Result>> {
    return toOutcome(() => {
      lastFileError = undefined
      return work(connected().executor)
    })
  }

  return {
    open: (directory) =>
      toOutcome(async () => {
        connection = await withPlatformErrors(() => connect(directory))
      }),

    confirm: () => toOutcome(() => withPlatformErrors(() => mark(connected().directory))),

    run: (statement) => execute((executor) => executor.run(statement)),
    all: (statement) => execute((executor) => executor.all(statement)),
    transaction: (steps) => execute((executor) => executor.transaction(steps)),

    close: () =>
      toOutcome(() => {
        const { executor, release } = connected()
        connection = undefined
        executor.close()
        release()
      }),
  }
}

async function loadSqlite(onFileError: (error: unknown) => void): Promise<Sqlite3Static> {
  // SQLite's own configuration, read while it starts. Errors of files reach us by its logger and in no other way. The file systems that are
  // switched off are the ones we do not use: some browsers wait long for them.
  Object.assign(globalThis, {
    sqlite3ApiConfig: {
      disable: { vfs: { opfs: true, 'opfs-vfs': true, 'opfs-wl': true, kvvfs: true } },
      debug: ignore,
      log: ignore,
      warn: ignore,
      error: (...values: readonly unknown[]) => onFileError(values.at(-1)),
    },
  })
  try {
    return await sqlite3InitModule()
  } catch (error) {
    throw new ChatError('storage-unavailable', { details: { reason: `SQLite did not start: ${String(error)}` } })
  }
}

async function openPool(sqlite: Sqlite3Static, directory: string): Promise<SAHPoolUtil> {
  const pool = await withReleasedFiles((attempt) =>
    sqlite.installOpfsSAHPoolVfs({
      // A failed attempt is remembered under its name, hence one for each.
      name: `latchkey-${attempt}`,
      directory: `${directory}/${poolName}`,
      initialCapacity: poolFiles,
      // Without this, a failed attempt deletes the pool, with the database in it.
      preserveOnInitFailure: true,
    }),
  )
  await pool.reserveMinimumCapacity(poolFiles)
  return pool
}

function ignore(): void {
  // SQLite's chatter is not the app's.
}
