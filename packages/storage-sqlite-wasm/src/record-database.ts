/** Connects to an IndexedDB database that has these stores. `onClosed` is told when the connection has ended by itself. */
export function openRecordDatabase(
  name: string,
  stores: readonly string[],
  onClosed: () => void,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => {
    for (const store of stores) request.result.createObjectStore(store)
  }
  request.onsuccess = () => {
    const database = request.result
    database.onclose = onClosed
    // Somebody wants to delete or upgrade the database: let them.
    database.onversionchange = () => {
      onClosed()
      database.close()
    }
  }
  return resultOf(request)
}

/** What a request answers. A transaction ends once its requests are answered and nothing more is asked before anything else is awaited. */
export function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new DOMException('The request failed.')))
  })
}

/** Works in one transaction. Resolves once it is on the disk, where the browser can tell. */
export async function inTransaction<Result>(
  database: IDBDatabase,
  mode: 'readonly' | 'readwrite',
  work: (store: (name: string) => IDBObjectStore) => Promise<Result>,
): Promise<Result> {
  const transaction = database.transaction([...database.objectStoreNames], mode, { durability: 'strict' })
  const ended = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new DOMException('It was given up.', 'AbortError'))
  })
  const [result] = await Promise.all([work((name) => transaction.objectStore(name)), ended])
  return result
}
