import type {
  Key,
  StorageBatch,
  StorageDriver,
  StorageSchema,
  StorageSession,
  StorageWrite,
  TableSchema,
} from '../contract/storage-driver.js'
import { toTyped } from '../store/draft.js'
import { startIndexing, progressTable } from './indexing.js'
import { rowText, type SearchedTable } from './row-text.js'
import { tokensOf } from './tokens.js'

/** Indexes that a search walks and nothing else does. */
const indexes: Readonly<Record<SearchedTable, TableSchema['indexes']>> = {
  messages: { by_time: ['timestamp'] },
  conversations: {},
  groups: {},
}

/** Texts of rows that are remembered, so that an update which leaves them writes no tokens. */
const mostKnown = 5_000

/**
 * A driver whose databases write the tokens of a row with the row, and index those that are there already. A chat without the search opens
 * the same database without its search index, which is then gone with what is noted of it, and made anew when the search is there again.
 */
export function searchedStorage(driver: StorageDriver): StorageDriver {
  if (driver.supports.search !== true) return driver
  return {
    ...driver,
    open: async (scope, schema, options) => searchedSession(await driver.open(scope, withSearch(schema), options)),
  }
}

function withSearch(schema: StorageSchema): StorageSchema {
  const tables = schema.tables.map((table): TableSchema =>
    isSearched(table.name)
      ? { ...table, indexes: { ...table.indexes, ...indexes[table.name] }, isSearched: true }
      : table,
  )
  return { ...schema, tables: [...tables, progressTable] }
}

function isSearched(table: string): table is SearchedTable {
  return Object.hasOwn(rowText, table)
}

function searchedSession(session: StorageSession): StorageSession {
  const known = new Map<string, string>()
  const keyFields: Readonly<Record<SearchedTable, readonly string[]>> = {
    messages: ['conversationType', 'conversationID', 'messageID'],
    conversations: ['conversationType', 'conversationID'],
    groups: ['groupID'],
  }
  let writes = 0
  let writesUnderWay = 0
  const indexing = startIndexing(session)

  function remember(table: SearchedTable, key: Key, text: string): void {
    if (known.size >= mostKnown) known.clear()
    known.set(nameOf(table, key), text)
  }

  function withTokens(write: StorageWrite): StorageWrite {
    if (write.type !== 'put' || !isSearched(write.table)) return write
    const { table, row } = write
    const text = textOf(table, row)
    const name = nameOf(
      table,
      keyFields[table].map((field) => row[field] as string),
    )
    // A row that is still to be indexed may only look as if it was.
    return indexing.isComplete && known.get(name) === text ? write : { ...write, tokens: tokensOf(text) }
  }

  async function write(batch: StorageBatch, options: Parameters<StorageSession['write']>[1]): Promise<void> {
    writes += 1
    writesUnderWay += 1
    try {
      await session.write({ ...batch, writes: batch.writes.map(withTokens) }, options)
    } finally {
      writesUnderWay -= 1
      // Reads tell anew what rows are like. An update reads what it is about to change.
      for (const change of batch.writes) {
        if (change.type === 'deleteRange') known.clear()
        else if (isSearched(change.table)) known.delete(changedName(change.table, change))
      }
    }
  }

  function changedName(table: SearchedTable, change: Exclude<StorageWrite, { type: 'deleteRange' }>): string {
    return nameOf(
      table,
      change.type === 'delete' ? change.key : keyFields[table].map((field) => change.row[field] as string),
    )
  }

  return {
    ...session,
    async get(table, keys, options) {
      const writesBefore = writes
      const stored = await session.get(table, keys, options)
      // What was read beside a write may be older than what that wrote.
      const isCurrent = writesUnderWay === 0 && writes === writesBefore
      if (isCurrent && isSearched(table)) {
        for (const [index, key] of keys.entries()) {
          const row = stored[index]?.row
          if (row !== undefined) remember(table, key, textOf(table, row))
        }
      }
      return stored
    },
    write,
    async close() {
      indexing.stop()
      await session.close()
    },
  }
}

function nameOf(table: SearchedTable, key: Key): string {
  return JSON.stringify([table, ...key])
}

function textOf<Table extends SearchedTable>(table: Table, row: Parameters<typeof toTyped>[1]): string {
  const typed = toTyped(table, row)
  return typed === undefined ? '' : rowText[table](typed)
}
