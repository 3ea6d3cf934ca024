import { isNamed } from './storage-failure.js'

/** A connection to a database that is made when it is first needed, and anew when the browser has dropped it. */
export interface KeptConnection {
  /** A browser drops connections without a word, as iOS does to tabs in the background: then the work is done on a new one, once. */
  use<Result>(work: (database: IDBDatabase) => Promise<Result>): Promise<Result>
  close(): void
}

/** `connect` is given what the connection tells when it has ended by itself. */
export function keepConnection(connect: (onClosed: () => void) => Promise<IDBDatabase>): KeptConnection {
  let opening: Promise<IDBDatabase> | undefined
  let connected: IDBDatabase | undefined

  function forget(): void {
    opening = undefined
    connected = undefined
  }

  async function database(): Promise<IDBDatabase> {
    opening ??= connect(forget)
    try {
      return (connected = await opening)
    } catch (error) {
      forget()
      throw error
    }
  }

  return {
    async use(work) {
      const used = await database()
      try {
        return await work(used)
      } catch (error) {
        if (!isNamed(error, 'InvalidStateError')) throw error
        if (connected === used) forget()
        return work(await database())
      }
    },

    close() {
      connected?.close()
      forget()
    },
  }
}
