import { ChatError, type TransportDriver, type TransportFiles } from '@latchkey/core/driver'
import { withConnections, type BrokenTransportDriver } from './broken-transport-driver.js'

/** A driver whose connections have some members of their files replaced. */
function withFiles(
  driver: TransportDriver,
  replace: (files: TransportFiles, userID: string) => Partial<TransportFiles>,
): TransportDriver {
  return withConnections(driver, ({ files }, { request }) =>
    files ? { files: { ...files, ...replace(files, request.userID) } } : {},
  )
}

/** A driver that says of a refused piece that it was taken. */
function withTaken(driver: TransportDriver, code: string): TransportDriver {
  return withFiles(driver, (files) => ({
    async put(file, offset, bytes, options) {
      try {
        return await files.put(file, offset, bytes, options)
      } catch (error) {
        if (!ChatError.is(error) || error.code !== code) throw error
        return offset + bytes.length
      }
    },
  }))
}

export const brokenFiles: readonly BrokenTransportDriver[] = [
  {
    defect: 'it has files that it does not claim',
    clauses: ['TF-01'],
    claims: (supports) => ({ ...supports, files: false }),
    wrap: (driver) => ({ ...driver, supports: { ...driver.supports, files: false } }),
  },
  {
    defect: 'it gives no more than 256,000 bytes at a time',
    clauses: ['TF-02'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        get: (fileID, offset, length, options) => files.get(fileID, offset, Math.min(length, 256_000), options),
      })),
  },
  {
    defect: 'it answers how much this connection has put, not what the backend has',
    clauses: ['TF-03', 'TF-17'],
    wrap: (driver) =>
      withFiles(driver, (files) => {
        const received = new Map<string, number>()
        return {
          async put(file, offset, bytes, options) {
            const size = await files.put(file, offset, bytes, options)
            if (bytes.length === 0 && file.size > 0) return received.get(file.fileID) ?? 0
            received.set(file.fileID, size)
            return size
          },
        }
      }),
  },
  {
    defect: 'it answers where the given bytes end, also when they were left out',
    clauses: ['TF-04'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async put(file, offset, bytes, options) {
          const size = await files.put(file, offset, bytes, options)
          return bytes.length === 0 ? size : offset + bytes.length
        },
      })),
  },
  {
    defect: 'it takes bytes that are not those stated',
    clauses: ['TF-05', 'TF-06'],
    wrap: (driver) => withTaken(driver, 'file-mismatch'),
  },
  {
    defect: 'a fileID is made another one for every user',
    clauses: ['TF-06', 'TF-08', 'TF-10', 'TF-12', 'TF-13'],
    wrap: (driver) =>
      withFiles(driver, (files, userID) => ({
        put: (file, ...rest) => files.put({ ...file, fileID: `${userID} ${file.fileID}` }, ...rest),
        get: (fileID, ...rest) => files.get(`${userID} ${fileID}`, ...rest),
      })),
  },
  {
    defect: 'of a file that is whole no part can be put again',
    clauses: ['TF-07'],
    wrap: (driver) =>
      withFiles(driver, (files) => {
        const whole = new Set<string>()
        return {
          async put(file, offset, bytes, options) {
            if (whole.has(file.fileID) && offset > 0) throw new ChatError('file-mismatch')
            const size = await files.put(file, offset, bytes, options)
            if (size === file.size) whole.add(file.fileID)
            return size
          },
        }
      }),
  },
  {
    defect: 'it does not send a piece without bytes of a file without bytes',
    clauses: ['TF-08'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        put: async (file, ...rest) => (file.size === 0 ? 0 : files.put(file, ...rest)),
      })),
  },
  {
    defect: 'it takes files longer than the account allows',
    clauses: ['TF-09'],
    wrap: (driver) => withTaken(driver, 'limit-exceeded'),
  },
  {
    defect: 'it does not send how long the file of a message is said to be',
    clauses: ['TF-10'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        call: (operation, parameters, options) =>
          connection.call(operation, parameters, options).catch((error: unknown) => {
            if (!ChatError.is(error) || error.code !== 'file-mismatch') throw error
            return new Promise(() => undefined)
          }),
      })),
  },
  {
    defect: 'a file that is not there is empty',
    clauses: ['TF-11', 'TF-13'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        get: (fileID, offset, length, options) =>
          files.get(fileID, offset, length, options).catch((error: unknown) => {
            if (!ChatError.is(error) || error.code !== 'file-not-found') throw error
            return new Uint8Array()
          }),
      })),
  },
  {
    defect: 'a read beyond the end of a file finds none',
    clauses: ['TF-14'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        async get(fileID, offset, length, options) {
          const bytes = await files.get(fileID, offset, length, options)
          if (bytes.length === 0 && offset > 0) throw new ChatError('file-not-found')
          return bytes
        },
      })),
  },
  {
    defect: 'after the end it says that a file is not there',
    clauses: ['TF-15'],
    wrap: (driver) =>
      withConnections(driver, (connection) => {
        const { files } = connection
        let hasEnded = false
        void connection.closed.then(() => {
          hasEnded = true
        })
        if (!files) return {}
        return {
          files: {
            ...files,
            get: async (...asked) => {
              if (hasEnded) throw new ChatError('file-not-found')
              return files.get(...asked)
            },
          },
        }
      }),
  },
  {
    defect: 'it sends what was aborted before it began',
    clauses: ['TF-16'],
    wrap: (driver) => withFiles(driver, (files) => ({ put: (file, offset, bytes) => files.put(file, offset, bytes) })),
  },
  {
    defect: 'it says of a piece whose answer got lost that it was not taken',
    clauses: ['TF-17'],
    wrap: (driver) =>
      withFiles(driver, (files) => ({
        put: (file, offset, bytes, options) =>
          files.put(file, offset, bytes, options).catch((error: unknown) => {
            if (!ChatError.is(error) || error.code !== 'transport-unreachable') throw error
            throw new ChatError(error.code, { details: { outcome: 'not-applied' } })
          }),
      })),
  },
]
