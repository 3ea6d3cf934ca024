import type { Key, SearchPage, SearchQuery } from '@latchkey/core/driver'
import { compareKeys } from './key-order.js'
import { countMatches } from './token-match.js'

/** A row as a search looks at it. */
export interface SearchedRow {
  readonly key: Key
  /** The key by which the search walks: the row's own, or that of its entry in an index. */
  readonly place: Key
  readonly tokens: readonly string[]
}

interface FoundRow extends SearchedRow {
  readonly score: number
}

/** Goes over all rows, which are given highest place first. */
export function searchRows(rows: readonly SearchedRow[], { terms, order, limit, place }: SearchQuery): SearchPage {
  const found = rows.flatMap((row): FoundRow[] => {
    const counts = countMatches(row.tokens, terms)
    if (counts === undefined) return []
    return [{ ...row, score: counts.reduce((sum, count) => sum + count, 0) / row.tokens.length }]
  })
  // A sort is stable: equals stay highest place first.
  if (order === 'rank') found.sort((left, right) => right.score - left.score)
  const start = place === undefined ? 0 : startOf(found, order, place)
  const page = found.slice(start, start + limit)
  const last = page.at(-1)
  const hasMore = last !== undefined && start + limit < found.length
  const next = order === 'rank' ? String(start + limit) : JSON.stringify(last?.place)
  return { keys: page.map(({ key }) => key), total: found.length, ...(hasMore && { next }) }
}

/** Where the next page begins: after so many of a ranking, or below the last place that was told. */
function startOf(found: readonly FoundRow[], order: SearchQuery['order'], place: string): number {
  if (order === 'rank') return Math.max(0, Math.trunc(Number(place)) || 0)
  const told = parsePlace(place)
  const start = found.findIndex((row) => compareKeys(row.place, told) < 0)
  return start === -1 ? found.length : start
}

function parsePlace(place: string): Key {
  try {
    const parsed: unknown = JSON.parse(place)
    return Array.isArray(parsed) ? (parsed as Key) : []
  } catch {
    return []
  }
}
