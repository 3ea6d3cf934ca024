import { ChatError, type StorageDriver, type StorageSchema } from '@latchkey/core/driver'

// What the test gives to the page.
declare global {
  var reportFound: (rows: readonly { batch: number; part: number }[]) => Promise<void>
  var reportWritten: (batch: number) => Promise<void>
  var reportRefused: (code: string) => Promise<void>
}

const schema: StorageSchema = { version: 1, tables: [{ name: 'rows', key: ['batch', 'part'], indexes: {} }] }
const parts = [0, 1, 2]

/** Reports what is there, then writes batch after batch, and reports each one that is written, until the page ends. */
async function write(storage: StorageDriver): Promise<void> {
  const session = await storage.open({ app: 'acme', userID: 'ada' }, schema)
  const rows: { batch: number; part: number }[] = []
  for (let next = 0; ; next = (rows.at(-1)?.batch ?? 0) + 1) {
    const page = await session.range('rows', { from: [next], limit: 999 })
    rows.push(...page.map(({ row }) => ({ batch: Number(row['batch']), part: Number(row['part']) })))
    if (page.length < 999) break
  }
  await reportFound(rows)

  for (let batch = (rows.at(-1)?.batch ?? 0) + 1; ; batch++) {
    const row = (part: number) => ({ batch, part, text: 'x'.repeat(500) })
    await session.write({ writes: parts.map((part) => ({ type: 'put', table: 'rows', row: row(part) })) })
    await reportWritten(batch)
  }
}

/** The page of a driver's kill tests. What ends the writing is reported as its code. */
export async function writeForEver(storage: StorageDriver): Promise<void> {
  await write(storage).catch((error: unknown) => reportRefused(ChatError.is(error) ? error.code : String(error)))
}
