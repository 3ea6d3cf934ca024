import sqlite3InitModule, { type SAHPoolUtil, type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { createSynchronousExecutor, type SynchronousSqliteExecutor } from '@latchkey/storage-sqlite'
import { acquireOwnership, requireParts, StorageFailure, withReleasedFiles } from '@latchkey/storage-indexeddb/origin'
import { isMarked, mark, poolName } from './directories.js'
import type { HostRequest } from './host-call.js'
import { openPoolBinding } from './pool-binding.js'

interface Connection {
  readonly executor: SynchronousSqliteExecutor
  readonly directory: string
  /** Lets go of the files and of the directory. */
  release(): void
}

// The database, its log, the journal of the switch to a log, and one to spare.
const poolFiles = 4
const databasePath = '/database'

/** Answers the requests of a page for one connection to one database, once. Fails with `StorageFailure` and `SqliteError`. */
export function createDatabaseHost(): (request: HostRequest) => unknown {
  let lastFileError: unknown
  let connection: Connection | undefined
  const loading = loadSqlite((error) => {
    lastFileError = error
  })
  // It is awaited when a database is opened, which may be much later.
  loading.catch(() => undefined)

  async function connect(directory: string): Promise<void> {
    requireParts({ 'origin-private file system': navigator.storage?.getDirectory, 'lock API': navigator.locks })
    const giveBack = await acquireOwnership(directory)
    try {
      const sqlite = await loading
      const pool = await openPool(sqlite, directory)
      if (!pool.getFileNames().includes(databasePath) && (await isMarked(directory))) {
        pool.pauseVfs()
        throw new StorageFailure('storage-corrupt', 'the file of the database is lost')
      }
      connection = {
        directory,
        executor: createSynchronousExecutor(openPoolBinding(sqlite, pool, databasePath, () => lastFileError)),
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
    if (!connection) throw new StorageFailure('storage-closed', 'no database is open')
    return connection
  }

  return (request) => {
    lastFileError = undefined
    switch (request.type) {
      case 'open':
        return connect(request.directory)
      case 'confirm':
        return mark(connected().directory)
      case 'run':
        return connected().executor.run(request.statement)
      case 'all':
        return connected().executor.all(request.statement)
      case 'transaction':
        return connected().executor.transaction(request.steps)
      case 'close': {
        const { executor, release } = connected()
        connection = undefined
        executor.close()
        return release()
      }
    }
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
    throw new StorageFailure('storage-unavailable', `SQLite did not start: ${String(error)}`)
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
