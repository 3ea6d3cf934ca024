import { beforeEach, expect, test } from 'vitest'
import { toChatError } from '../src/result-codes.js'
import { createSynchronousExecutor, type SynchronousSqliteExecutor } from '../src/synchronous-executor.js'
import { openMemoryBinding } from './memory-binding.js'

let executor: SynchronousSqliteExecutor

beforeEach(() => {
  executor = createSynchronousExecutor(openMemoryBinding())
  executor.run({ sql: 'CREATE TABLE notes(id INTEGER PRIMARY KEY, text TEXT)' })
  return () => executor.close()
})

const insert = (id: number, text = '') => ({ sql: 'INSERT INTO notes VALUES(?,?)', parameters: [id, text] })
const count = (): unknown => executor.all({ sql: 'SELECT count(*) AS notes FROM notes' })[0]?.['notes']

function codeOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return toChatError(error).code
  }
  return undefined
}

test('a transaction writes all of its steps', () => {
  expect(executor.transaction([insert(1), insert(2)])).toBeUndefined()
  expect(count()).toBe(2)
})

test('ST-49 a check that does not hold undoes the transaction and is named', () => {
  const check = { sql: 'SELECT 1 FROM notes WHERE id=?', parameters: [7], expectedRows: 1 }
  expect(executor.transaction([insert(1), check, insert(2)])).toBe(1)
  expect(count()).toBe(0)
})

test('ST-49 a step that fails undoes the transaction, and the next one works', () => {
  expect(codeOf(() => executor.transaction([insert(1), insert(1)]))).toBe('storage-failed')
  expect(count()).toBe(0)
  expect(executor.transaction([insert(1)])).toBeUndefined()
  expect(count()).toBe(1)
})

test('ST-49 a full database says so, keeps what it had and takes writes again once there is room', () => {
  executor.transaction([insert(1)])
  executor.run({ sql: 'PRAGMA max_page_count=4' })
  expect(codeOf(() => executor.transaction([insert(2), insert(3, 'x'.repeat(100_000))]))).toBe('storage-full')
  expect(count()).toBe(1)

  executor.run({ sql: 'PRAGMA max_page_count=1000' })
  executor.transaction([insert(3, 'x'.repeat(100_000))])
  expect(count()).toBe(2)
})
