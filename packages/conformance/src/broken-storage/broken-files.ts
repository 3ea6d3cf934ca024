import { ChatError, type StorageDriver, type StorageFiles, type StorageScope } from '@latchkey/core/driver'
import { scopeName, withSessions, type BrokenStorageDriver } from './broken-storage-driver.js'

/** A driver whose sessions have some members of their files replaced. */
function withFiles(
  driver: StorageDriver,
  replace: (files: StorageFiles, scope: StorageScope) => Partial<StorageFiles>,
): StorageDriver {
  return withSessions(driver, ({ files }, _, scope) => (files ? { files: { ...files, ...replace(files, scope) } } : {}))
}

/** A driver that empties the files of a database as it is opened, where the version before it and its own say so. */
function emptiedOnOpen(
  driver: StorageDriver,
  isEmptied: (before: number | undefined, version: number) => boolean,
): StorageDriver {
  const versions = new Map<string, number>()
  return {
    ...driver,
    async open(scope, schema) {
      const session = await driver.open(scope, schema)
      const stored = isEmptied(versions.get(scopeName(scope)), schema.version)
        ? await session.files?.list({ limit: 1000 })
        : []
      for (const { name } of stored ?? []) await session.files?.remove(name)
      versions.set(scopeName(scope), schema.version)
      return session
    },
  }
}

export const brokenFiles: readonly BrokenStorageDriver[] = [
  {
    defect: 'a name is a path',
    clauses: ['SF-01'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        write: (name, offset, bytes) => files.write(name.replace(/^.*[/]/, ''), offset, bytes),
        read: (name, offset, length) => files.read(name.replace(/^.*[/]/, ''), offset, length),
      })),
  },
  {
    defect: 'it reads from one chunk at a time',
    clauses: ['SF-02'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async read(name, offset, length) {
          const left = 1024 * 1024 - (offset % (1024 * 1024))
          return files.read(name, offset, Math.min(length, left))
        },
      })),
  },
  {
    defect: 'a write within a file keeps what was behind it',
    clauses: ['SF-03'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async write(name, offset, bytes) {
          const own = [...bytes]
          const rest = await files.read(name, offset + own.length, 1024 * 1024)
          await files.write(name, offset, Uint8Array.from([...own, ...(rest ?? [])]))
        },
      })),
  },
  {
    defect: 'a write beyond the end fills the hole with zeros',
    clauses: ['SF-04'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async write(name, offset, bytes) {
          const own = bytes.slice()
          const size = (await files.size(name)) ?? 0
          if (size < offset) await files.write(name, size, new Uint8Array(offset - size))
          await files.write(name, offset, own)
        },
      })),
  },
  {
    defect: 'a read beyond the end finds no file',
    clauses: ['SF-05'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async read(name, offset, length) {
          const bytes = await files.read(name, offset, length)
          return bytes?.length === 0 && offset > 0 ? undefined : bytes
        },
      })),
  },
  {
    defect: 'it makes no file for no bytes',
    clauses: ['SF-06'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async write(name, offset, bytes) {
          if (bytes.length > 0) await files.write(name, offset, bytes)
        },
      })),
  },
  {
    defect: 'it fails to remove a file that is absent',
    clauses: ['SF-07'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async remove(name) {
          if ((await files.size(name)) === undefined) throw new ChatError('storage-failed')
          await files.remove(name)
        },
      })),
  },
  {
    defect: 'a list begins with the name it should begin after',
    clauses: ['SF-08'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async list({ after = '', limit }) {
          const size = await files.size(after)
          const listed = await files.list({ after, limit })
          return (size === undefined ? listed : [{ name: after, size }, ...listed]).slice(0, limit)
        },
      })),
  },
  {
    defect: 'it takes bytes over only when their turn comes',
    clauses: ['SF-09'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async write(name, offset, bytes) {
          await Promise.resolve()
          await files.write(name, offset, bytes)
        },
      })),
  },
  {
    defect: 'files are gone when a database is opened again with the same version',
    clauses: ['SF-10'],
    wrap: (driver) => emptiedOnOpen(driver, (before, version) => before === version),
  },
  {
    defect: 'the files of a database outlive it',
    clauses: ['SF-11'],
    wrap(driver) {
      const files = new Map<string, StorageFiles>()
      return withFiles(driver, (own, scope) => {
        const kept = files.get(scopeName(scope)) ?? own
        files.set(scopeName(scope), kept)
        return kept
      })
    },
  },
  {
    defect: 'changed tables lose the files',
    clauses: ['SF-12'],
    wrap: (driver) => emptiedOnOpen(driver, (before, version) => before !== undefined && before !== version),
  },
]
