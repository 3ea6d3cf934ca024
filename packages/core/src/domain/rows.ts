import type { Key, RangeQuery } from '../contract/storage-driver.js'
import { behind } from '../store/all-rows.js'
import type { TableName, TableRows } from '../store/schema.js'
import type { Store } from '../store/store.js'

/** What a driver gives in one range. */
const longestRange = 1_000

/** Rows of a list, and whether there are more behind them. */
export interface RowPage<Row> {
  readonly rows: readonly Row[]
  readonly hasMore: boolean
}

/** The first `count` rows of a range, however many that is. `placeOf` gives the full key of a row in that range. */
export async function readRows<Name extends TableName>(
  store: Store,
  table: Name,
  query: Omit<RangeQuery, 'limit'>,
  count: number,
  placeOf: (row: TableRows[Name]) => Key,
): Promise<RowPage<TableRows[Name]>> {
  const rows: TableRows[Name][] = []
  let rest = query
  for (;;) {
    const limit = Math.min(longestRange, count + 1 - rows.length)
    const page = await store.range(table, { ...rest, limit })
    rows.push(...page)
    const last = page.at(-1)
    if (page.length < limit || rows.length > count || last === undefined) {
      return { rows: rows.slice(0, count), hasMore: rows.length > count }
    }
    rest = query.reverse === true ? { ...query, to: placeOf(last) } : { ...query, from: behind(placeOf(last)) }
  }
}
