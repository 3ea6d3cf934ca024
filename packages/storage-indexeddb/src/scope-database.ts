import { ChatError, type StorageSchema } from '@latchkey/core/driver'
import { openDatabase, inTransaction, resultOf } from './origin/database.js'
import { keepConnection, type KeptConnection } from './origin/kept-connection.js'
import { StorageFailure } from './origin.js'
import { metaStore, readSchema, reshape, schemaKey } from './schema-steps.js'
import { fileStores } from './stored-files.js'

/**
 * Opens the database of that name, creating it when absent, and brings its tables to `schema`. Rejects
 * `storage-schema-newer`, `storage-corrupt`.
 */
export async function openScopeDatabase(name: string, schema: StorageSchema): Promise<KeptConnection> {
  const version = await upgrade(name, schema)
  return keepConnection((onClosed) =>
    openDatabase(name, {
      version,
      upgrade() {
        throw new StorageFailure('storage-corrupt', 'the database was deleted while it was open')
      },
      onClosed,
    }),
  )
}

/** Answers the version of the database that has the tables of `schema`. */
async function upgrade(name: string, schema: StorageSchema): Promise<number> {
  const database = await openDatabase(name, {
    async upgrade(created, transaction) {
      created.createObjectStore(metaStore)
      for (const store of fileStores) created.createObjectStore(store)
      await reshape(created, transaction, [], schema)
    },
    onClosed: () => undefined,
  })
  try {
    const stored = await storedSchema(database)
    if (stored.version > schema.version) {
      throw new ChatError('storage-schema-newer', { details: { stored: stored.version, known: schema.version } })
    }
    if (JSON.stringify(stored) === JSON.stringify({ version: schema.version, tables: schema.tables })) {
      return database.version
    }
    const version = database.version + 1
    database.close()
    const upgraded = await openDatabase(name, {
      version,
      upgrade: (changed, transaction) => reshape(changed, transaction, stored.tables, schema),
      onClosed: () => undefined,
    })
    upgraded.close()
    return version
  } finally {
    database.close()
  }
}

async function storedSchema(database: IDBDatabase): Promise<StorageSchema> {
  if (!database.objectStoreNames.contains(metaStore)) {
    throw new StorageFailure('storage-corrupt', 'the database does not say what its tables are')
  }
  return readSchema(
    await inTransaction(database, [metaStore], 'readonly', (store) =>
      resultOf<unknown>(store(metaStore).get(schemaKey)),
    ),
  )
}
