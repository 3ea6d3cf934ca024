import type { StorageBatch, StorageDriver, StorageSchema, StorageScope, StorageSession } from '@latchkey/core/driver'

/** One defect, to be put into a sound driver. */
export interface BrokenStorageDriver {
  /** What it does wrong, in one sentence. */
  readonly defect: string
  /** The clauses of `docs/contracts/storage.md` that it breaks. It keeps all the others. */
  readonly clauses: readonly string[]
  /** A driver that is as sound as the one given, but for the defect. */
  wrap(driver: StorageDriver): StorageDriver
}

/** A driver whose sessions have some members replaced. `scope` and `schema` are those of the session. */
export function withSessions(
  driver: StorageDriver,
  replace: (session: StorageSession, schema: StorageSchema, scope: StorageScope) => Partial<StorageSession>,
): StorageDriver {
  return {
    ...driver,
    async open(scope, schema, options) {
      const session = await driver.open(scope, schema, options)
      const { search } = session
      return {
        get: (table, keys) => session.get(table, keys),
        range: (table, query) => session.range(table, query),
        write: (batch) => session.write(batch),
        close: () => session.close(),
        ...(session.files && { files: session.files }),
        ...(search && { search: (table, query) => search(table, query) }),
        ...replace(session, schema, scope),
      }
    },
  }
}

/** One string for a scope, for maps. */
export function scopeName({ app, userID }: StorageScope): string {
  return JSON.stringify([app, userID])
}

/** A copy for a driver that reads it late: a defect must not bring a second one with it. */
export function copyOf(batch: StorageBatch): StorageBatch {
  return JSON.parse(JSON.stringify(batch)) as StorageBatch
}
