import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqliteNodeStorage } from '../src/sqlite-node-storage.js'
import { schema, scope } from './programs/schema.js'
import { buildWriter, startWriter } from './programs/start-writer.js'

let folder: string
let program: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-kill-'))
  program = join(folder, 'writer.mjs')
  await buildWriter(program)
})

afterEach(() => rm(folder, { recursive: true }))

/** The numbers of the batches that are there; each one must be there whole, in the table and in its index. */
async function readBatches(): Promise<Set<number>> {
  const session = await sqliteNodeStorage({ folder }).open(scope, schema)
  const parts = new Map<number, unknown[]>()
  for (let next: number | undefined = 0; next !== undefined;) {
    const rows = await session.range('rows', { from: [next], limit: 999 })
    for (const { row } of rows)
      parts.set(Number(row['batch']), [...(parts.get(Number(row['batch'])) ?? []), row['part']])
    next = rows.length < 999 ? undefined : Number(rows.at(-1)?.row['batch']) + 1
  }
  const newest = await session.range('rows', { index: 'by_part', prefix: [2], reverse: true, limit: 1 })
  await session.close()

  for (const those of parts.values()) expect(those).toEqual([0, 1, 2])
  expect(newest[0]?.row['batch']).toBe(Math.max(...parts.keys()))
  return new Set(parts.keys())
}

/** Which of these batches have no file that is whole. */
async function batchesWithoutFile(batches: ReadonlySet<number>): Promise<number[]> {
  const session = await sqliteNodeStorage({ folder }).open(scope, schema)
  const whole = [...new Uint8Array(2000).fill(1), ...new Uint8Array(2000).fill(2)].join()
  const missing: number[] = []
  for (const batch of batches) {
    const bytes = await session.files?.read(String(batch), 0, 5000)
    if (bytes?.join() !== whole) missing.push(batch)
  }
  await session.close()
  return missing
}

test(
  'ST-57 ST-58 a process that is killed while it writes loses nothing that it said was written',
  { timeout: 60_000 },
  async () => {
    const written = new Set<number>()
    for (let round = 1; round <= 6; round++) {
      const writer = startWriter(program, folder, Math.max(0, ...written) + 1000)
      let count = 0
      for await (const batch of writer.written) {
        written.add(batch)
        count++
        // What it goes on to say until it is dead counts too.
        if (count === 10 * round) void writer.kill()
      }

      const found = await readBatches()
      expect([...written].filter((batch) => !found.has(batch))).toEqual([])
      expect(await batchesWithoutFile(written)).toEqual([])
      const record = await sqliteNodeStorage({ folder }).small.get(scope.app, 'last-batch')
      const [last, rest] = record?.split(':') ?? []
      expect(Number(last)).toBeGreaterThanOrEqual(Math.max(...written))
      expect(rest).toBe('x'.repeat(5000))
    }
  },
)

test(
  'ST-06 a database that another process has open is refused, and is free once that process is killed',
  { timeout: 30_000 },
  async () => {
    const storage = sqliteNodeStorage({ folder })
    const writer = startWriter(program, folder, 0)
    try {
      for await (const _ of writer.written) break
      await expect(storage.open(scope, schema)).rejects.toMatchObject({ code: 'storage-owned-elsewhere' })
      await expect(storage.remove(scope)).rejects.toMatchObject({ code: 'storage-owned-elsewhere' })
    } finally {
      await writer.kill()
    }

    expect((await readBatches()).size).toBeGreaterThan(0)
  },
)
