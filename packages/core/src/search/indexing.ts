import type { Key, KeyPart, Row, StorageSession, StoredRow, TableSchema } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { toTyped } from '../store/draft.js'
import type { SearchProgressRow } from '../store/schema.js'
import { rowText, type SearchedTable } from './row-text.js'
import { tokensOf } from './tokens.js'

/** Grows when other tokens are made of the same text: everything is indexed anew then. */
const tokensVersion = 1
const rowsPerBatch = 200

export const progressTable: TableSchema = { name: 'search_progress', key: ['table'], indexes: {} }

/** How each table is walked, from the end on: what is newest is found first. */
const walks: readonly { readonly table: SearchedTable; readonly index?: string; readonly place: readonly string[] }[] =
  [
    { table: 'conversations', place: ['conversationType', 'conversationID'] },
    { table: 'groups', place: ['groupID'] },
    { table: 'messages', index: 'by_time', place: ['timestamp', 'conversationType', 'conversationID', 'messageID'] },
  ]

/** Whether every row is indexed, by the rows of `search_progress` for all tables. */
export function isWhole(rows: readonly (SearchProgressRow | undefined)[]): boolean {
  return rows.every((row) => row?.isDone === true && row.tokensVersion === tokensVersion)
}

/** The keys of the progress of all tables. */
export const progressKeys: readonly Key[] = walks.map(({ table }) => [table])

export interface Indexing {
  readonly isComplete: boolean
  /** Ends with the batch under way. */
  stop(): void
}

/**
 * Indexes the rows that were there before the search was, in batches that each note how far they came: whatever ends it, the next opening
 * goes on from there. What fails is tried again then, and a search says until then that it is not complete.
 */
export function startIndexing(session: StorageSession): Indexing {
  let isStopped = false
  let isComplete = false

  async function run(): Promise<void> {
    const stored = await session.get(progressTable.name, progressKeys)
    for (const [index, walk] of walks.entries()) {
      const row = stored[index]?.row as SearchProgressRow | undefined
      let progress = row?.tokensVersion === tokensVersion ? row : undefined
      while (progress?.isDone !== true) {
        if (isStopped) return
        progress = (await indexBatch(session, walk, progress?.place)) ?? progress
      }
    }
    isComplete = true
  }

  run().catch(() => undefined)
  return {
    get isComplete() {
      return isComplete
    },
    stop() {
      isStopped = true
    },
  }
}

/** `undefined` when a row changed meanwhile: its writer may have seen it in another place, so that it is to be read again. */
async function indexBatch(
  session: StorageSession,
  { table, index, place: fields }: (typeof walks)[number],
  before: Key | undefined,
): Promise<SearchProgressRow | undefined> {
  const rows = await session.range(table, {
    ...(index === undefined ? {} : { index }),
    ...(before === undefined ? {} : { to: before }),
    reverse: true,
    limit: rowsPerBatch,
  })
  const last = rows.at(-1)?.row
  const place = last === undefined ? before : partsOf(last, fields)
  const progress: SearchProgressRow = {
    table,
    tokensVersion,
    ...(place === undefined ? {} : { place }),
    isDone: rows.length < rowsPerBatch,
  }
  const keyFields = index === undefined ? fields : fields.slice(1)
  try {
    await session.write({
      conditions: rows.map(({ row, revision }) => ({
        type: 'revision',
        table,
        key: partsOf(row, keyFields),
        revision,
      })),
      writes: [
        ...rows.map((stored) => ({ type: 'put' as const, table, row: stored.row, tokens: tokensOfRow(table, stored) })),
        { type: 'put', table: progressTable.name, row: progress },
      ],
    })
  } catch (error) {
    if (ChatError.is(error) && error.code === 'storage-conflict') return undefined
    throw error
  }
  return progress
}

function tokensOfRow<Table extends SearchedTable>(table: Table, { row }: StoredRow): readonly string[] {
  const typed = toTyped(table, row)
  return typed === undefined ? [] : tokensOf(rowText[table](typed))
}

function partsOf(row: Row, fields: readonly string[]): Key {
  return fields.map((field) => row[field] as KeyPart)
}
