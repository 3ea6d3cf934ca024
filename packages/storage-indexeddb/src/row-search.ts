import type { Key, SearchPage, SearchQuery, SearchTerm } from '@latchkey/core/driver'
import { searchRows, type SearchedRow } from '@latchkey/storage-memory/search'
import { resultOf } from './origin/database.js'
import { readRecord, tokenIndex } from './stored-record.js'

/** No token is longer, so that none that begins with a prefix sorts after the prefix with so many of these behind it. */
const highestEnd = '\uffff'.repeat(64)

/** Looks for the rows that hold all tokens by the index, then at each for what an index cannot tell: order, places and phrases. */
export async function searchStore(store: IDBObjectStore, query: SearchQuery): Promise<SearchPage> {
  const sets = await Promise.all(query.terms.flatMap(tokenRanges).map((range) => keysOf(store, range)))
  const [smallest = new Map<string, Key>(), ...others] = sets.sort((left, right) => left.size - right.size)
  const keys = [...smallest].flatMap(([name, key]) => (others.every((set) => set.has(name)) ? [key] : []))
  const rows = await Promise.all(keys.map((key) => searchedRow(store, key, query)))
  const searched = rows.flatMap((row) => (row && isWithin(row.place, query.within ?? []) ? [row] : []))
  return searchRows(
    searched.sort((left, right) => indexedDB.cmp([...right.place], [...left.place])),
    query,
  )
}

/** Where the tokens lie of which a row must have one for each. */
function tokenRanges(term: SearchTerm): readonly IDBKeyRange[] {
  if (term.type === 'word') return [IDBKeyRange.only(term.token)]
  if (term.type === 'prefix') return [beginningWith(term.token)]
  return term.tokens.map((token, index, { length }) =>
    term.isPrefix && index === length - 1 ? beginningWith(token) : IDBKeyRange.only(token),
  )
}

function beginningWith(token: string): IDBKeyRange {
  return IDBKeyRange.bound(token, token + highestEnd)
}

async function keysOf(store: IDBObjectStore, range: IDBKeyRange): Promise<Map<string, Key>> {
  const keys = (await resultOf(store.index(tokenIndex).getAllKeys(range))) as Key[]
  return new Map(keys.map((key) => [JSON.stringify(key), key]))
}

async function searchedRow(store: IDBObjectStore, key: Key, { index }: SearchQuery): Promise<SearchedRow | undefined> {
  const { entries, tokens = [] } = readRecord(await resultOf<unknown>(store.get([...key])))
  const place = index === undefined ? key : entries[index]
  return place && { key, place, tokens }
}

function isWithin(place: Key, prefix: Key): boolean {
  return prefix.every((part, index) => place[index] === part)
}
