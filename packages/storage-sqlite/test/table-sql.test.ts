import { expect, test } from 'vitest'
import { createSynchronousExecutor } from '../src/synchronous-executor.js'
import { openSqliteSession } from '../src/sqlite-session.js'
import { tableSql } from '../src/table-sql.js'
import { openMemoryBinding } from './memory-binding.js'

const schema = { name: 'notes', key: ['room', 'id'], indexes: { by_time: ['time'] } }

test('no statement of a table reads more rows than it answers', async () => {
  const executor = createSynchronousExecutor(openMemoryBinding())
  const session = await openSqliteSession(executor, { version: 1, tables: [schema] })
  const table = tableSql(schema)
  const statements = [...table.ranges.values()].flatMap(({ ascending, descending }) => [ascending, descending])
  for (const sql of [...statements, table.get, table.isPresent, table.isRevision, table.delete, table.deleteRange]) {
    const plan = executor.all({ sql: `EXPLAIN QUERY PLAN ${sql}` }).map((step) => String(step['detail']))
    // A plan that searches walks an index between bounds; one that scans goes over the table, one that sorts goes over all it found.
    expect(plan.join('\n'), sql).toMatch(/SEARCH "?rows_notes"? USING (COVERING )?INDEX/)
    expect(plan.join('\n'), sql).not.toMatch(/SCAN "?rows_notes|TEMP B-TREE/)
  }
  await session.close()
})
