import { ChatError } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { toChatError } from '../src/result-codes.js'
import { SqliteError } from '../src/sqlite-error.js'

test.each([
  [5, 'storage-owned-elsewhere'],
  [6, 'storage-owned-elsewhere'],
  [261, 'storage-owned-elsewhere'], // SQLITE_BUSY_RECOVERY, an extended code
  [8, 'storage-unavailable'],
  [11, 'storage-corrupt'],
  [26, 'storage-corrupt'],
  [13, 'storage-full'],
  [14, 'storage-unavailable'],
  [10, 'storage-failed'],
  [undefined, 'storage-failed'],
] as const)('result code %s of SQLite is %s', (resultCode, code) => {
  const native = new SqliteError(resultCode, 'as SQLite says it')
  const error = toChatError(native)
  expect(error.code).toBe(code)
  expect(error.cause).toBe(native)
  expect(error.details).toEqual({ resultCode, reason: 'as SQLite says it' })
})

test('an error that is a ChatError stays as it is', () => {
  const error = new ChatError('storage-full')
  expect(toChatError(error)).toBe(error)
})
