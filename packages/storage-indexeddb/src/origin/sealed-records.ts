import type { SmallStorage } from '@latchkey/core/driver'
import { withChatErrors } from './chat-errors.js'
import { inTransaction, openDatabase, resultOf } from './database.js'
import { keepConnection } from './kept-connection.js'
import { joinNames } from './names.js'
import { createSealingKey, seal, unseal } from './sealing.js'
import { requireParts, StorageFailure } from './storage-failure.js'

/** The key of an origin's records, and a name by which two of them can be told apart: the keys themselves cannot. */
interface KeptKey {
  readonly id: string
  readonly key: CryptoKey
}

const keyName = 'seal'
const stores = ['keys', 'records'] as const

/** Small records in the IndexedDB database of that name, sealed under a key that lies beside them and cannot be exported. */
export function createSealedRecords(databaseName: string): SmallStorage {
  const connection = keepConnection((onClosed) => {
    requireParts({ IndexedDB: globalThis.indexedDB, WebCrypto: globalThis.crypto?.subtle })
    return openDatabase(databaseName, {
      version: 1,
      upgrade(database) {
        for (const store of stores) database.createObjectStore(store)
      },
      onClosed,
    })
  })

  function connected<Result>(work: (database: IDBDatabase) => Promise<Result>): Promise<Result> {
    return withChatErrors(() => connection.use(work))
  }

  return {
    get: (app, name) =>
      connected(async (database) => {
        // Both in one transaction, and no waiting for WebCrypto in it: that would end it.
        const [kept, sealed] = await inTransaction(database, stores, 'readonly', (store) =>
          Promise.all([keptKey(store('keys')), sealedRecord(store('records'), app, name)]),
        )
        if (sealed === undefined) return undefined
        if (!kept) throw new StorageFailure('storage-tampered', 'the key is gone')
        return unseal(kept.key, joinNames(app, name), sealed)
      }),

    put: (app, name, value) =>
      connected(async (database) => {
        let kept = await inTransaction(database, stores, 'readonly', (store) => keptKey(store('keys')))
        for (;;) {
          kept ??= { id: crypto.randomUUID(), key: await createSealingKey() }
          const sealed = await seal(kept.key, joinNames(app, name), value)
          const newer = await putUnder(database, kept, [app, name], sealed)
          if (!newer) return
          kept = newer
        }
      }),

    remove: (app, name) =>
      connected((database) =>
        inTransaction(database, stores, 'readwrite', (store) => resultOf(store('records').delete([app, name]))),
      ),
  }
}

function keptKey(keys: IDBObjectStore): Promise<KeptKey | undefined> {
  return resultOf(keys.get(keyName) as IDBRequest<KeptKey | undefined>)
}

function sealedRecord(
  records: IDBObjectStore,
  app: string,
  name: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return resultOf(records.get([app, name]) as IDBRequest<Uint8Array<ArrayBuffer> | undefined>)
}

/** Puts a record together with its key. When another tab has kept another key meanwhile, it puts nothing and answers that. */
function putUnder(
  database: IDBDatabase,
  used: KeptKey,
  place: [app: string, name: string],
  sealed: Uint8Array<ArrayBuffer>,
): Promise<KeptKey | undefined> {
  return inTransaction(database, stores, 'readwrite', async (store) => {
    const kept = await keptKey(store('keys'))
    if (kept && kept.id !== used.id) return kept
    if (!kept) await resultOf(store('keys').put(used, keyName))
    await resultOf(store('records').put(sealed, place))
    return undefined
  })
}
