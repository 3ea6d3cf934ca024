import { ChatError, type StorageFiles } from '@latchkey/core/driver'
import { withChatErrors } from './result-codes.js'
import type { SqliteExecutor, SqliteStep } from './sqlite-executor.js'

// A file is the chunks that were written, each under the place where it begins: appending touches nothing that is there. The name is
// apart from those of the tables of a schema, so changing a schema never touches it.
export const filesTable = 'file_chunks'
export const createFilesSql =
  'CREATE TABLE file_chunks(name TEXT NOT NULL,start INTEGER NOT NULL,bytes BLOB NOT NULL,UNIQUE(name,start))'

const lastChunk = 'start=(SELECT max(start) FROM file_chunks WHERE name=?)'
const sizeSql = `SELECT start+length(bytes) AS size FROM file_chunks WHERE name=? AND ${lastChunk}`
// The chunk in which the range begins, and those that begin within it. A file always has one that begins at 0.
const readSql =
  'SELECT start,bytes FROM file_chunks WHERE name=? AND start<?' +
  ' AND start>=(SELECT max(start) FROM file_chunks WHERE name=? AND start<=?) ORDER BY start'
const isWithinSql =
  'SELECT 1 FROM file_chunks WHERE name=? AND start+length(bytes)>=?' +
  ' AND start=(SELECT max(start) FROM file_chunks WHERE name=? AND start<?)'
const listSql =
  'SELECT name,sum(length(bytes)) AS size FROM file_chunks WHERE name>? GROUP BY name ORDER BY name LIMIT ?'

/** The files of one database. */
export function createSqliteFiles(executor: SqliteExecutor): StorageFiles {
  return {
    async write(name, offset, bytes) {
      const steps = writeSteps(name, offset, bytes.slice())
      const failed = await withChatErrors(() => executor.transaction(steps))
      if (failed !== undefined) throw new ChatError('storage-conflict', { details: { offset } })
    },

    async read(name, offset, length) {
      const end = offset + length
      const chunks = await withChatErrors(() => executor.all({ sql: readSql, parameters: [name, end, name, offset] }))
      if (chunks.length === 0) return undefined
      const parts = chunks.map(({ start, bytes }) => {
        const first = Number(start)
        return (bytes as Uint8Array).subarray(Math.max(0, offset - first), Math.max(0, end - first))
      })
      return joined(parts)
    },

    async size(name) {
      const [row] = await withChatErrors(() => executor.all({ sql: sizeSql, parameters: [name, name] }))
      return row && Number(row['size'])
    },

    async remove(name) {
      await withChatErrors(() => executor.run({ sql: 'DELETE FROM file_chunks WHERE name=?', parameters: [name] }))
    },

    async list({ after = '', limit }) {
      const rows = await withChatErrors(() => executor.all({ sql: listSql, parameters: [after, limit] }))
      return rows.map(({ name, size }) => ({ name: String(name), size: Number(size) }))
    },
  }
}

function writeSteps(name: string, offset: number, bytes: Uint8Array): SqliteStep[] {
  return [
    ...(offset === 0 ? [] : [{ sql: isWithinSql, parameters: [name, offset, name, offset], expectedRows: 1 }]),
    { sql: 'DELETE FROM file_chunks WHERE name=? AND start>=?', parameters: [name, offset] },
    {
      sql: `UPDATE file_chunks SET bytes=substr(bytes,1,?-start) WHERE name=? AND ${lastChunk} AND start+length(bytes)>?`,
      parameters: [offset, name, name, offset],
    },
    { sql: 'INSERT INTO file_chunks(name,start,bytes) VALUES(?,?,?)', parameters: [name, offset, bytes] },
  ]
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
