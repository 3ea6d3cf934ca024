import type { LogReader, LogStore, LogTransaction } from '@latchkey/backend'
import { ChatError } from '@latchkey/core/driver'
import { openDatabase, toStorageError } from './open-database.js'
import { createSqliteReader } from './sqlite-reader.js'
import { createSqliteWriter } from './sqlite-writer.js'
import { createStatements } from './statements.js'

/** Something that waits for the next commit. */
interface Job {
  /** Does its part. What it throws is its own failure, and takes nobody with it. */
  run(): Promise<void>
  /** The commit that holds its part is on disk. */
  committed(): void
  /** Nothing of this commit is on disk. */
  failed(error: Error): void
}

/**
 * A log store in one SQLite file. What is asked within one turn of the event loop shares one commit, and with it one
 * sync of the disk; nobody has an answer before that. Reads stand in the same queue, so they see nothing that might still
 * be taken back.
 */
export function sqliteLogStore(path: string): LogStore {
  const database = openDatabase(path)
  const statements = createStatements(database)
  const reader: LogReader = createSqliteReader(statements)
  const transaction: LogTransaction = { ...reader, ...createSqliteWriter(statements) }
  let waiting: Job[] = []
  let running: Promise<void> | undefined
  let isClosed = false

  function enqueue<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isClosed) return Promise.reject(new ChatError('storage-closed'))
    return new Promise((resolve, reject) => {
      let settle = () => {}
      waiting.push({
        async run() {
          try {
            const result = await work()
            settle = () => resolve(result)
          } catch (cause) {
            const error = cause instanceof Error ? cause : ChatError.from(cause)
            settle = () => reject(error)
          }
        },
        committed: () => settle(),
        failed: reject,
      })
      running ??= new Promise<void>((done) => setImmediate(done)).then(commitAll)
    })
  }

  async function commitAll(): Promise<void> {
    while (waiting.length > 0) {
      const jobs = waiting
      waiting = []
      await commit(jobs)
      // Lets the sockets speak before the next commit, so that it gathers more.
      await new Promise((resolve) => setImmediate(resolve))
    }
    running = undefined
  }

  async function commit(jobs: readonly Job[]): Promise<void> {
    try {
      database.exec('BEGIN')
      for (const job of jobs) {
        await job.run()
        // A full or failing disk ends the whole transaction: what ran on would commit by itself.
        if (!database.isTransaction) throw new ChatError('storage-failed')
      }
      database.exec('COMMIT')
    } catch (cause) {
      if (database.isTransaction) database.exec('ROLLBACK')
      for (const job of jobs) job.failed(toStorageError(cause))
      return
    }
    for (const job of jobs) job.committed()
  }

  async function savepoint<Result>(work: () => Promise<Result>): Promise<Result> {
    database.exec('SAVEPOINT operation')
    try {
      const result = await work()
      database.exec('RELEASE operation')
      return result
    } catch (cause) {
      if (database.isTransaction) database.exec('ROLLBACK TO operation; RELEASE operation')
      throw cause
    }
  }

  return {
    read: (work) => enqueue(() => work(reader)),
    transact: (work) => enqueue(() => savepoint(() => work(transaction))),

    async close() {
      if (isClosed) return
      isClosed = true
      await running
      database.close()
    },
  }
}
