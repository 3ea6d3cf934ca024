import type { SearchTerm } from '@latchkey/core/driver'

/** How often each term holds in a row's tokens; `undefined` unless all do. */
export function countMatches(tokens: readonly string[], terms: readonly SearchTerm[]): readonly number[] | undefined {
  const counts: number[] = []
  for (const term of terms) {
    const count = countTerm(tokens, term)
    if (count === 0) return undefined
    counts.push(count)
  }
  return counts
}

function countTerm(tokens: readonly string[], term: SearchTerm): number {
  switch (term.type) {
    case 'word':
      return tokens.filter((token) => token === term.token).length
    case 'prefix':
      return tokens.filter((token) => token.startsWith(term.token)).length
    case 'phrase':
      return tokens.filter((_, start) => holdsPhrase(tokens, start, term)).length
  }
}

function holdsPhrase(
  tokens: readonly string[],
  start: number,
  { tokens: phrase, isPrefix = false }: SearchTerm & { readonly type: 'phrase' },
): boolean {
  return phrase.every((wanted, index) => {
    const token = tokens[start + index]
    const isBeginning = isPrefix && index === phrase.length - 1
    return isBeginning ? token?.startsWith(wanted) : token === wanted
  })
}
