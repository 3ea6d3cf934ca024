import type { TextMatch } from '../contract/page.js'
import type { SearchTerm } from '../contract/storage-driver.js'
import { placedTokens, type PlacedToken } from './tokens.js'

/** What a phrase can have. */
const maxTokensOfPhrase = 128
/** Places that are told of one text. */
const maxMatches = 100

/**
 * What a text must hold for a keyword: its words in a row, of which the last may go on; in scripts without spaces exactly its characters.
 * `undefined` for a keyword with nothing in it that is searched.
 */
export function termOf(keyword: string): SearchTerm | undefined {
  const placed = [...placedTokens(keyword)].slice(0, maxTokensOfPhrase)
  const isLastOfRun = placed.at(-1)?.kind === 'last' && placed.at(-2)?.kind === 'pair'
  // The text may go on behind the keyword's last character, and then has no token of that character alone.
  if (isLastOfRun) placed.pop()
  const tokens = placed.map(({ token }) => token)
  const [token] = tokens
  if (token === undefined) return undefined
  const isPrefix = placed.at(-1)?.kind !== 'pair'
  if (tokens.length > 1) return { type: 'phrase', tokens, isPrefix }
  return { type: isPrefix ? 'prefix' : 'word', token }
}

/** The places in `text` where a term holds, in their order and apart from each other. */
export function matchesIn(text: string, terms: readonly SearchTerm[]): readonly TextMatch[] {
  const placed = [...placedTokens(text)]
  const found: { start: number; end: number }[] = []
  for (const term of terms) {
    const isPrefix = term.type === 'prefix' || (term.type === 'phrase' && term.isPrefix === true)
    const tokens = term.type === 'phrase' ? term.tokens : [term.token]
    for (const [index, first] of placed.entries()) {
      if (!holdsAt(placed, index, tokens, isPrefix)) continue
      const last = index + tokens.length - 1
      found.push({ start: first.start, end: endOf(placed, last, tokens.at(-1) ?? '') })
    }
  }
  found.sort((left, right) => left.start - right.start)
  const apart: { start: number; end: number }[] = []
  for (const match of found) {
    const previous = apart.at(-1)
    if (previous !== undefined && match.start <= previous.end) previous.end = Math.max(previous.end, match.end)
    else apart.push(match)
  }
  return apart.slice(0, maxMatches).map(({ start, end }) => ({ start, length: end - start }))
}

function holdsAt(placed: readonly PlacedToken[], index: number, tokens: readonly string[], isPrefix: boolean): boolean {
  return tokens.every((wanted, offset) => {
    const token = placed[index + offset]?.token
    return isPrefix && offset === tokens.length - 1 ? token?.startsWith(wanted) : token === wanted
  })
}

/** A word is marked whole, also when its beginning was sought. Of a pair whose first character was, that character. */
function endOf(placed: readonly PlacedToken[], index: number, sought: string): number {
  const last = placed[index]
  if (last === undefined) return 0
  const next = placed[index + 1]
  const isHalf = last.kind === 'pair' && sought !== last.token && next !== undefined && next.start > last.start
  return isHalf ? next.start : last.end
}
