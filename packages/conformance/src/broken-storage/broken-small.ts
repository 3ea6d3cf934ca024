import { ChatError, type SmallStorage, type StorageDriver } from '@latchkey/core/driver'
import { withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'

/** A driver whose small records have some members replaced. */
function withSmall(driver: StorageDriver, replace: (small: SmallStorage) => Partial<SmallStorage>): StorageDriver {
  const { small } = driver
  return { ...driver, small: { ...small, ...replace(small) } }
}

export const brokenSmall: readonly BrokenStorageDriver[] = [
  {
    defect: 'a record that was never put is empty',
    clauses: ['ST-59'],
    wrap(driver) {
      const known = new Set<string>()
      return withSmall(driver, (small) => ({
        get: async (app, name) => (known.has(app) ? small.get(app, name) : ''),
        put(app, name, value) {
          known.add(app)
          return small.put(app, name, value)
        },
        remove(app, name) {
          known.add(app)
          return small.remove(app, name)
        },
      }))
    },
  },
  {
    defect: 'a put keeps the record that is there',
    clauses: ['ST-60'],
    wrap: (driver) =>
      withSmall(driver, (small) => ({
        async put(app, name, value) {
          if ((await small.get(app, name)) === undefined) await small.put(app, name, value)
        },
      })),
  },
  {
    defect: 'it fails to remove a record that is absent',
    clauses: ['ST-61'],
    wrap: (driver) =>
      withSmall(driver, (small) => ({
        async remove(app, name) {
          if ((await small.get(app, name)) === undefined) throw new ChatError('storage-failed')
          await small.remove(app, name)
        },
      })),
  },
  {
    defect: 'all apps share their records',
    clauses: ['ST-62'],
    wrap: (driver) =>
      withSmall(driver, (small) => ({
        get: (_, name) => small.get('one', name),
        put: (_, name, value) => small.put('one', name, value),
        remove: (_, name) => small.remove('one', name),
      })),
  },
  {
    defect: 'it cuts records at 32 KiB',
    clauses: ['ST-63'],
    wrap: (driver) =>
      withSmall(driver, (small) => ({ put: (app, name, value) => small.put(app, name, value.slice(0, 32 * 1024)) })),
  },
  {
    defect: 'records cannot be written while a database is open',
    clauses: ['ST-64'],
    wrap(driver) {
      let isOpen = false
      const inner = withSessions(driver, (session) => {
        isOpen = true
        return {
          async close() {
            isOpen = false
            await session.close()
          },
        }
      })
      return withSmall(inner, (small) => ({
        async put(app, name, value) {
          if (isOpen) throw new ChatError('storage-owned-elsewhere')
          await small.put(app, name, value)
        },
      }))
    },
  },
  {
    defect: 'removing a database removes the last login of its app',
    clauses: ['ST-65'],
    wrap: (driver) => ({
      ...driver,
      async remove(scope) {
        await driver.remove(scope)
        await driver.small.remove(scope.app, 'last-login')
      },
    }),
  },
]
