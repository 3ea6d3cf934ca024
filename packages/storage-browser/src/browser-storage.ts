import { ChatError, type StorageDriver, type StorageScope } from '@latchkey/core/driver'
import { indexedDbStorage } from '@latchkey/storage-indexeddb'
import { toDirectoryName } from '@latchkey/storage-indexeddb/origin'
import { sqliteSearch, sqliteWasmStorage } from '@latchkey/storage-sqlite-wasm'

/** Which driver has the database of a user, and why. */
export interface StorageChoice extends StorageScope {
  readonly driver: 'sqlite-wasm' | 'indexeddb'
  /**
   * `best`: nothing speaks against SQLite. `sqlite-unavailable`: it cannot run here, for the reason in `cause`. `kept`: the database was made with
   * this driver on an earlier day, and stays where it is.
   */
  readonly reason: 'best' | 'sqlite-unavailable' | 'kept'
  /** The `storage-unavailable` with which SQLite was refused. */
  readonly cause?: ChatError
}

export interface BrowserStorageOptions {
  /** Where everything is kept, as in both drivers. 1 to 64 ASCII letters, digits, `-` and `_`. Default `latchkey`. */
  readonly folder?: string
  /** Is told of every database that opens, before it does anything else. */
  onChosen?(choice: StorageChoice): void
}

/**
 * The driver for every browser: SQLite on the origin-private file system where it runs, else IndexedDB. What a user's database was made with is kept
 * with the small records and stays until the database is removed: where its driver cannot run any more, `open` rejects `storage-unavailable` and
 * never begins an empty one elsewhere. Throws `invalid-argument`.
 */
export function browserStorage({ folder = 'latchkey', onChosen }: BrowserStorageOptions = {}): StorageDriver {
  const drivers = {
    'sqlite-wasm': sqliteWasmStorage({ folder, search: sqliteSearch }),
    indexeddb: indexedDbStorage({ folder }),
  }
  const { small, supports } = drivers['sqlite-wasm']

  async function keptChoice(scope: StorageScope): Promise<StorageChoice['driver'] | undefined> {
    const kept = await small.get(scope.app, await choiceName(scope))
    return kept === 'sqlite-wasm' || kept === 'indexeddb' ? kept : undefined
  }

  return {
    contractVersion: 1,
    name: 'browser',
    supports,
    small,

    async open(scope, schema, options) {
      async function openWith(choice: Omit<StorageChoice, 'app' | 'userID'>) {
        const session = await drivers[choice.driver].open(scope, schema, options)
        try {
          if (choice.reason !== 'kept') await small.put(scope.app, await choiceName(scope), choice.driver)
          onChosen?.({ ...choice, app: scope.app, userID: scope.userID })
          return session
        } catch (error) {
          await session.close()
          throw error
        }
      }

      const kept = await keptChoice(scope)
      if (kept) return openWith({ driver: kept, reason: 'kept' })
      try {
        return await openWith({ driver: 'sqlite-wasm', reason: 'best' })
      } catch (error) {
        if (!ChatError.is(error) || error.code !== 'storage-unavailable') throw error
        return openWith({ driver: 'indexeddb', reason: 'sqlite-unavailable', cause: error })
      }
    },

    async remove(scope, options) {
      const kept = await keptChoice(scope)
      // Without a choice there may be what `sqliteWasmStorage` alone has left, where it runs.
      if (kept !== undefined) await drivers[kept].remove(scope, options)
      else await removeWhereAvailable(drivers['sqlite-wasm'], scope)
      await small.remove(scope.app, await choiceName(scope))
    },
  }
}

/** Beside the names that core uses, none of which has a space. It tells nobody who the user is. */
async function choiceName({ userID }: StorageScope): Promise<string> {
  return `driver of ${await toDirectoryName(userID)}`
}

async function removeWhereAvailable(driver: StorageDriver, scope: StorageScope): Promise<void> {
  try {
    await driver.remove(scope)
  } catch (error) {
    if (!ChatError.is(error) || error.code !== 'storage-unavailable') throw error
  }
}
