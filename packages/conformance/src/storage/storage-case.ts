import type { StorageDriver, StorageSchema, StorageScope, StorageSession, StorageSupports } from '@latchkey/core/driver'
import { ada, schema } from './case-data.js'
import type { StorageFixture, StorageKitOptions } from './storage-fixture.js'

/** What a case works with. */
export interface StorageCaseContext {
  readonly options: StorageKitOptions
  readonly fixture: StorageFixture
  readonly driver: StorageDriver
  /** Opens a session that the kit closes when the case is over. */
  open(request?: {
    readonly driver?: StorageDriver
    readonly scope?: StorageScope
    readonly schema?: StorageSchema
  }): Promise<StorageSession>
}

/** One case of the kit, as data: it can be registered with a test runner, and it can be run by itself. */
export interface StorageCase {
  /** The clauses of `docs/contracts/storage.md` that fail with it. Example cases have one, model cases span many. */
  readonly clauses: readonly string[]
  /** What must hold, in one sentence. */
  readonly title: string
  /** The claim without which the case does not apply. */
  readonly needs?: keyof StorageSupports
  /** Resolves when it holds; else rejects. */
  run(context: StorageCaseContext): Promise<void>
}

/** A case of one clause. */
export function storageCase(
  clause: string,
  title: string,
  run: StorageCase['run'],
  options: { readonly needs?: keyof StorageSupports } = {},
): StorageCase {
  return { clauses: [clause], title, run, ...options }
}

/** Runs one case over a fixture of its own, and leaves nothing behind. */
export async function runStorageCase({ run }: StorageCase, options: StorageKitOptions): Promise<void> {
  const fixture = await options.create()
  const sessions: StorageSession[] = []
  try {
    await run({
      options,
      fixture,
      driver: fixture.driver,
      async open(request = {}) {
        const session = await (request.driver ?? fixture.driver).open(request.scope ?? ada, request.schema ?? schema)
        sessions.push(session)
        return session
      },
    })
  } finally {
    for (const session of sessions) await session.close()
    await fixture.dispose?.()
  }
}
