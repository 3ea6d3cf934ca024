import { sqliteNodeStorage } from '../../src/sqlite-node-storage.js'
import { schema, scope } from './schema.js'

/**
 * Writes batch after batch, and with each a file of two chunks and the small record, and says so of each one that is written, until it is killed.
 * Arguments: the folder, and the number of the first batch.
 */
async function writeForEver(folder: string, first: number): Promise<void> {
  const storage = sqliteNodeStorage({ folder })
  const session = await storage.open(scope, schema)
  for (let batch = first; ; batch++) {
    const row = (part: number) => ({ batch, part, text: 'x'.repeat(500) })
    await session.write({ writes: [0, 1, 2].map((part) => ({ type: 'put', table: 'rows', row: row(part) })) })
    await session.files?.write(String(batch), 0, new Uint8Array(2000).fill(1))
    await session.files?.write(String(batch), 2000, new Uint8Array(2000).fill(2))
    await storage.small.put(scope.app, 'last-batch', `${batch}:${'x'.repeat(5000)}`)
    process.stdout.write(`${batch}\n`)
  }
}

await writeForEver(process.argv[2] ?? '', Number(process.argv[3]))
