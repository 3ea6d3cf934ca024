export interface DatabaseOptions {
  /** Absent: whatever there is, or 1. */
  readonly version?: number
  /** Brings the stores from an older version, 0 for none, to this one, in one transaction with the opening. It rejects when this throws. */
  upgrade(database: IDBDatabase, transaction: IDBTransaction, oldVersion: number): Promise<void> | void
  /** Is told when the connection has ended by itself. */
  onClosed(): void
}

/** Connects to an IndexedDB database. */
export async function openDatabase(
  name: string,
  { version, upgrade, onClosed }: DatabaseOptions,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version)
  let failure: unknown
  request.onupgradeneeded = ({ oldVersion }) => {
    const { transaction } = request
    if (!transaction) return
    const begun = new Promise<void>((resolve) => resolve(upgrade(request.result, transaction, oldVersion)))
    begun.catch((error: unknown) => {
      failure ??= error
      abort(transaction)
    })
  }
  // Before anything else can happen: a connection that is told of nothing would block whoever wants to delete the database.
  request.onsuccess = () => {
    const database = request.result
    database.onclose = onClosed
    database.onversionchange = () => {
      onClosed()
      database.close()
    }
  }
  try {
    return await resultOf(request)
  } catch (error) {
    throw failure ?? error
  }
}

/** What a request answers. A transaction ends once its requests are answered and nothing more is asked before anything else is awaited. */
export function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new DOMException('The request failed.')))
  })
}

/** Visits records one after another, until there are no more or `visit` answers `false`. */
export function walk<Cursor extends IDBCursor>(
  request: IDBRequest<Cursor | null>,
  visit: (cursor: Cursor) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error ?? new DOMException('The request failed.'))
    request.onsuccess = () => {
      const cursor = request.result
      try {
        if (cursor && visit(cursor)) cursor.continue()
        else resolve()
      } catch (error) {
        reject(error)
      }
    }
  })
}

/**
 * Works in one transaction over some stores. Resolves once it is on the disk, where the browser can tell. When the work
 * rejects, nothing of it is written.
 */
export async function inTransaction<Result>(
  database: IDBDatabase,
  stores: readonly string[],
  mode: 'readonly' | 'readwrite',
  work: (store: (name: string) => IDBObjectStore) => Promise<Result>,
): Promise<Result> {
  const transaction = database.transaction([...stores], mode, { durability: 'strict' })
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('It was given up.', 'AbortError'))
  })
  try {
    const [result] = await Promise.all([work((name) => transaction.objectStore(name)), ended])
    return result
  } catch (error) {
    abort(transaction)
    throw error
  }
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already.
  }
}
