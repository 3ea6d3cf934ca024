import { ChatError, type StorageDriver, type StorageSchema, type StorageSession } from '@latchkey/core/driver'
import { scopeName, withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'

/** A driver that is told when each scope is opened and closed. */
function watched(driver: StorageDriver): { driver: StorageDriver; sessions: Map<string, StorageSession> } {
  const sessions = new Map<string, StorageSession>()
  return {
    sessions,
    driver: withSessions(driver, (session, _, scope) => {
      sessions.set(scopeName(scope), session)
      return {
        async close() {
          if (sessions.get(scopeName(scope)) === session) sessions.delete(scopeName(scope))
          await session.close()
        },
      }
    }),
  }
}

export const brokenLife: readonly BrokenStorageDriver[] = [
  {
    defect: 'it has no name',
    clauses: ['ST-01'],
    wrap: (driver) => ({ ...driver, name: '' }),
  },
  {
    defect: 'it offers a search that it does not claim',
    clauses: ['ST-02'],
    wrap: (driver) => ({ ...driver, supports: { ...driver.supports, search: false } }),
  },
  {
    defect: 'it forgets the rows when it is opened again with the same version',
    clauses: ['ST-04', 'SF-10', 'SE-18'],
    wrap(driver) {
      const versions = new Map<string, number>()
      return {
        ...driver,
        async open(scope, schema) {
          const isSame = versions.get(scopeName(scope)) === schema.version
          versions.set(scopeName(scope), schema.version)
          if (isSame) await driver.remove(scope)
          return driver.open(scope, schema)
        },
      }
    },
  },
  {
    defect: 'its file names ignore case',
    clauses: ['ST-05'],
    wrap: (driver) => ({
      ...driver,
      open: ({ app, userID }, schema) => driver.open({ app: app.toLowerCase(), userID: userID.toLowerCase() }, schema),
    }),
  },
  {
    defect: 'it gives the session that is open to whoever opens it again',
    clauses: ['ST-06'],
    wrap(driver) {
      const { driver: inner, sessions } = watched(driver)
      const versions = new Map<string, number>()
      return {
        ...inner,
        async open(scope, schema) {
          const open = versions.get(scopeName(scope)) === schema.version && sessions.get(scopeName(scope))
          if (open) return open
          const session = await inner.open(scope, schema)
          versions.set(scopeName(scope), schema.version)
          return session
        },
      }
    },
  },
  {
    defect: 'it opens one database at a time',
    clauses: ['ST-07'],
    wrap(driver) {
      const { driver: inner, sessions } = watched(driver)
      return {
        ...inner,
        async open(scope, schema) {
          if (sessions.size > 0) throw new ChatError('storage-owned-elsewhere')
          return inner.open(scope, schema)
        },
      }
    },
  },
  {
    defect: 'a database opens seven times',
    clauses: ['ST-08'],
    wrap(driver) {
      const opened = new Map<string, number>()
      return {
        ...driver,
        async open(scope, schema) {
          const times = (opened.get(scopeName(scope)) ?? 0) + 1
          opened.set(scopeName(scope), times)
          if (times > 7) throw new ChatError('storage-failed')
          return driver.open(scope, schema)
        },
      }
    },
  },
  {
    defect: 'closing twice closes the newer session',
    clauses: ['ST-09'],
    wrap(driver) {
      const newest = new Map<string, StorageSession>()
      return withSessions(driver, (session, _, scope) => {
        newest.set(scopeName(scope), session)
        return { close: async () => newest.get(scopeName(scope))?.close() }
      })
    },
  },
  {
    defect: 'it removes nothing',
    clauses: ['ST-10', 'SF-11'],
    wrap(driver) {
      const { driver: inner, sessions } = watched(driver)
      return {
        ...inner,
        async remove(scope) {
          if (sessions.has(scopeName(scope))) throw new ChatError('storage-owned-elsewhere')
        },
      }
    },
  },
  {
    defect: 'it fails to remove what is absent',
    clauses: ['ST-11'],
    wrap(driver) {
      const known = new Set<string>()
      return {
        ...withSessions(driver, (_session, _schema, scope) => {
          known.add(scopeName(scope))
          return {}
        }),
        async remove(scope) {
          if (!known.has(scopeName(scope))) throw new ChatError('storage-failed')
          await driver.remove(scope)
        },
      }
    },
  },
  {
    defect: 'it removes a database that is open',
    clauses: ['ST-12'],
    wrap(driver) {
      const { driver: inner, sessions } = watched(driver)
      return {
        ...inner,
        async remove(scope) {
          await sessions.get(scopeName(scope))?.close()
          await driver.remove(scope)
        },
      }
    },
  },
]

/** A driver whose databases are opened with a schema other than the one asked for, made of it and of those asked for before. */
function withSchemas(
  driver: StorageDriver,
  change: (asked: StorageSchema, before: StorageSchema | undefined) => StorageSchema,
): StorageDriver {
  const schemas = new Map<string, StorageSchema>()
  return {
    ...driver,
    async open(scope, schema) {
      const changed = change(schema, schemas.get(scopeName(scope)))
      const session = await driver.open(scope, changed)
      schemas.set(scopeName(scope), changed)
      return session
    },
  }
}

export const brokenSchemas: readonly BrokenStorageDriver[] = [
  {
    defect: 'adding a table loses the rows of the others',
    clauses: ['ST-14', 'SF-12'],
    wrap(driver) {
      const names = new Map<string, ReadonlySet<string>>()
      return {
        ...driver,
        async open(scope, schema) {
          const before = names.get(scopeName(scope))
          if (before && schema.tables.some(({ name }) => !before.has(name))) await driver.remove(scope)
          const session = await driver.open(scope, schema)
          names.set(scopeName(scope), new Set(schema.tables.map(({ name }) => name)))
          return session
        },
      }
    },
  },
  {
    defect: 'it keeps the rows of a table that was dropped',
    clauses: ['ST-15'],
    wrap: (driver) =>
      withSchemas(driver, (asked, before) => {
        const names = new Set(asked.tables.map(({ name }) => name))
        const dropped = before?.tables.filter(({ name }) => !names.has(name)) ?? []
        return { ...asked, tables: [...asked.tables, ...dropped] }
      }),
  },
  {
    defect: 'a new index holds only what is put after it',
    clauses: ['ST-16'],
    wrap(driver) {
      const indexes = new Map<string, ReadonlySet<string>>()
      return withSessions(driver, (session, schema, scope) => {
        const before = indexes.get(scopeName(scope))
        const names = schema.tables.flatMap((table) =>
          Object.keys(table.indexes).map((index) => `${table.name}.${index}`),
        )
        indexes.set(scopeName(scope), new Set(names))
        const unfilled = new Set(before ? names.filter((name) => !before.has(name)) : [])
        return {
          range: async (table, query) =>
            query.index && unfilled.has(`${table}.${query.index}`) ? [] : session.range(table, query),
        }
      })
    },
  },
  {
    defect: 'an index keeps the fields it was made with',
    clauses: ['ST-17'],
    wrap: (driver) =>
      withSchemas(driver, (asked, before) => ({
        ...asked,
        tables: asked.tables.map((table) => {
          const made = before?.tables.find(({ name }) => name === table.name)?.indexes ?? {}
          const kept = Object.keys(table.indexes).filter((index) => index in made)
          return {
            ...table,
            indexes: { ...table.indexes, ...Object.fromEntries(kept.map((index) => [index, made[index] ?? []])) },
          }
        }),
      })),
  },
  {
    defect: 'it opens a database of a higher version',
    clauses: ['ST-18'],
    wrap: (driver) =>
      withSchemas(driver, (asked, before) => ({
        ...asked,
        version: Math.max(asked.version, before?.version ?? 0),
      })),
  },
]
