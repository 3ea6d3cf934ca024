import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { SmallStorage } from '@latchkey/core/driver'
import { withChatErrors } from './chat-errors.js'
import { joinNames } from './names.js'
import { createSealingKey, seal, unseal } from './sealing.js'
import { isNamed, requireParts, StorageFailure } from './storage-failure.js'

/** The key of an origin's records, and a name by which two of them can be told apart: the keys themselves cannot. */
interface KeptKey {
  readonly id: string
  readonly key: CryptoKey
}

interface SmallDatabase extends DBSchema {
  keys: { key: typeof keyName; value: KeptKey }
  records: { key: [app: string, name: string]; value: Uint8Array<ArrayBuffer> }
}

const keyName = 'seal'
const stores = ['keys', 'records'] as const

/** Small records in the IndexedDB database of that name, sealed under a key that lies beside them and cannot be exported. */
export function createSealedRecords(databaseName: string): SmallStorage {
  let opening: Promise<IDBPDatabase<SmallDatabase>> | undefined

  function connect(): Promise<IDBPDatabase<SmallDatabase>> {
    requireParts({ IndexedDB: globalThis.indexedDB, WebCrypto: globalThis.crypto?.subtle })
    const forget = (): void => {
      opening = undefined
    }
    opening ??= openDB<SmallDatabase>(databaseName, 1, {
      upgrade(database) {
        for (const store of stores) database.createObjectStore(store)
      },
      // Somebody wants to delete or upgrade the database: let them.
      blocking(_current, _blocked, event) {
        forget()
        ;(event.target as IDBDatabase).close()
      },
      terminated: forget,
    })
    opening.catch(forget)
    return opening
  }

  /** Works on the connection. A browser may have dropped it, as iOS does to tabs in the background: then on a new one, once. */
  function connected<Result>(work: (database: IDBPDatabase<SmallDatabase>) => Promise<Result>): Promise<Result> {
    return withChatErrors(async () => {
      try {
        return await work(await connect())
      } catch (error) {
        if (!isNamed(error, 'InvalidStateError')) throw error
        opening = undefined
        return work(await connect())
      }
    })
  }

  return {
    get: (app, name) =>
      connected(async (database) => {
        // Both in one transaction, and no waiting for WebCrypto in it: that would end it.
        const transaction = database.transaction(stores)
        const [kept, sealed] = await Promise.all([
          transaction.objectStore('keys').get(keyName),
          transaction.objectStore('records').get([app, name]),
          transaction.done,
        ])
        if (sealed === undefined) return undefined
        if (!kept) throw new StorageFailure('storage-tampered', 'the key is gone')
        return unseal(kept.key, joinNames(app, name), sealed)
      }),

    put: (app, name, value) =>
      connected(async (database) => {
        let kept = await database.get('keys', keyName)
        for (;;) {
          kept ??= { id: crypto.randomUUID(), key: await createSealingKey() }
          const sealed = await seal(kept.key, joinNames(app, name), value)
          const newer = await putUnder(database, kept, [app, name], sealed)
          if (!newer) return
          kept = newer
        }
      }),

    remove: (app, name) =>
      connected(async (database) => {
        const transaction = database.transaction('records', 'readwrite', { durability: 'strict' })
        await Promise.all([transaction.store.delete([app, name]), transaction.done])
      }),
  }
}

/** Puts a record together with its key. When another tab has kept another key meanwhile, it puts nothing and answers that. */
async function putUnder(
  database: IDBPDatabase<SmallDatabase>,
  used: KeptKey,
  place: [app: string, name: string],
  sealed: Uint8Array<ArrayBuffer>,
): Promise<KeptKey | undefined> {
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' })
  const keys = transaction.objectStore('keys')
  const kept = await keys.get(keyName)
  const isOther = kept !== undefined && kept.id !== used.id
  if (!kept) await keys.put(used, keyName)
  if (!isOther) await transaction.objectStore('records').put(sealed, place)
  await transaction.done
  return isOther ? kept : undefined
}
