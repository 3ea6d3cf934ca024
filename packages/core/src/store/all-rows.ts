import type { Key, RangeQuery } from '../contract/storage-driver.js'
import type { Draft } from './draft.js'
import type { TableName, TableRows } from './schema.js'

/** The first place after a full key: one part longer, it sorts directly behind it. */
export function behind(place: Key): Key {
  return [...place, Number.MIN_SAFE_INTEGER]
}

/**
 * Every row of a range from its beginning, however many, read `limit` at a time (at most 1,000). `placeOf` gives the full
 * key of a row in that range. What is written behind the rows already told may be told too.
 */
export async function* allRows<Name extends TableName>(
  store: Pick<Draft, 'range'>,
  table: Name,
  query: Omit<RangeQuery, 'reverse'>,
  placeOf: (row: TableRows[Name]) => Key,
): AsyncGenerator<TableRows[Name], void, void> {
  let rest = query
  for (;;) {
    const page = await store.range(table, rest)
    yield* page
    const last = page.at(-1)
    if (page.length < query.limit || last === undefined) return
    rest = { ...query, from: behind(placeOf(last)) }
  }
}
