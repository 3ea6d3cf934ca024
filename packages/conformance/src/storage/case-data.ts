import {
  ChatError,
  type ErrorCode,
  type Key,
  type KeyPart,
  type Row,
  type StorageSchema,
  type StorageScope,
  type StorageSession,
  type StorageWrite,
  type StoredRow,
} from '@latchkey/core/driver'
import { expect } from 'vitest'

/** Whose database a case opens unless it says otherwise. */
export const ada: StorageScope = { app: 'acme', userID: 'ada' }

/** The tables of the cases: notes in rooms, and marks under one key part of either type. */
export const schema: StorageSchema = {
  version: 2,
  tables: [
    { name: 'notes', key: ['room', 'id'], indexes: { by_time: ['time'], by_author: ['author', 'time'] } },
    { name: 'marks', key: ['id'], indexes: {} },
  ],
}

export function put(table: string, row: Row): StorageWrite {
  return { type: 'put', table, row }
}

/** Puts rows in one batch. */
export async function putAll(session: StorageSession, table: string, rows: readonly Row[]): Promise<void> {
  await session.write({ writes: rows.map((row) => put(table, row)) })
}

/** A mark for each ID. */
export function rowsOf(ids: readonly KeyPart[]): Row[] {
  return ids.map((id) => ({ id }))
}

/** The key of the mark of each ID. */
export function keysOf(ids: readonly KeyPart[]): Key[] {
  return ids.map((id) => [id])
}

/** Every row of a table, at most 1,000. */
export async function allOf(session: StorageSession, table: string): Promise<readonly StoredRow[]> {
  return session.range(table, { limit: 1000 })
}

/** One field of each row. */
export function fieldOf(field: string, rows: readonly (StoredRow | undefined)[]): unknown[] {
  return rows.map((stored) => stored?.row[field])
}

/** Holds when the promise rejects with a `ChatError` of this code; answers it. */
export async function expectCode(promise: Promise<unknown>, code: ErrorCode): Promise<ChatError> {
  const outcome = await promise.then(
    () => 'resolved',
    (error: unknown) => error,
  )
  if (!ChatError.is(outcome)) throw new Error(`Expected a ChatError with code "${code}".`, { cause: outcome })
  expect(outcome.code).toBe(code)
  return outcome
}
