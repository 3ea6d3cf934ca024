import type { SearchTerm } from '../contract/storage-driver.js'
import {
  refuseArgument,
  refuseCursor,
  requireList,
  requireOneOf,
  requireOptions,
  requirePage,
} from '../runtime/argument.js'
import { termOf } from './terms.js'

/** A search that was asked for. */
export interface Search {
  /** Of the method, which its cursors name. */
  readonly name: string
  /** Empty when the keywords hold nothing that is searched. */
  readonly terms: readonly SearchTerm[]
  readonly order: 'newest' | 'rank'
  readonly count: number
  /** Where the page before ended. */
  readonly place?: string
}

const maxKeywords = 5
const maxKeywordLength = 128

/** The options of a search. Throws `invalid-argument`. */
export function requireSearch(
  name: string,
  options: unknown,
  { order: only }: { readonly order?: Search['order'] } = {},
): Search {
  const { count, cursor } = requirePage(options)
  const given = requireOptions('options', options)
  const keywords = requireList('options.keywords', given['keywords'], requireKeyword, { maxCount: maxKeywords })
  const order: Search['order'] =
    only ??
    (given['order'] === undefined ? 'newest' : requireOneOf('options.order', given['order'], ['newest', 'rank']))
  const terms = keywords.flatMap((keyword) => termOf(keyword) ?? [])
  if (cursor === undefined) return { name, terms, order, count }
  const beginning = searchCursor({ name, order }, '')
  if (!cursor.startsWith(beginning)) refuseCursor()
  return { name, terms, order, count, place: cursor.slice(beginning.length) }
}

/** Names the method and the order, so that the cursor of another search is refused. */
export function searchCursor({ name, order }: Pick<Search, 'name' | 'order'>, place: string): string {
  return `${name}:${order}:${place}`
}

function requireKeyword(argument: string, value: unknown): string {
  return typeof value === 'string' && value.length >= 1 && value.length <= maxKeywordLength
    ? value
    : refuseArgument(argument, `must be a string of 1 to ${String(maxKeywordLength)} characters`)
}
