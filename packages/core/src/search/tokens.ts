import { fold } from './folding.js'

/** What a text is found by, and where in it that stands. */
export interface PlacedToken {
  readonly token: string
  /** In UTF-16 units of the text. */
  readonly start: number
  readonly end: number
  /** `word`: between spaces and signs. `pair`: two characters of a script without spaces. `last`: the last character of a run of such. */
  readonly kind: 'word' | 'pair' | 'last'
}

/** Of a row: what lies behind them is not found. */
const maxTokens = 4_096
/** Longer words are found by their beginning, in UTF-16 units. */
const maxTokenLength = 64

// A run of letters, digits and marks: of scripts that are written without spaces, or of others; or one picture.
const scripts = ['Han', 'Hira', 'Kana', 'Bopo', 'Hang', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Tibt']
const unspaced = `(?=[\\p{L}\\p{N}\\p{M}])[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]`
const letter = `(?!${unspaced})[\\p{L}\\p{N}\\p{M}]`
const runs = new RegExp(
  `(?<unspaced>(?:${unspaced})+)|(?:${letter})+|\\p{Extended_Pictographic}|\\p{Regional_Indicator}{2}`,
  'gu',
)
const onlyAscii = /^[\0-\x7f]*$/
const asciiRuns = /[a-z0-9]+/g

/**
 * The tokens of a text in their order. Words are runs of letters, digits and marks; whatever stands between them parts them, so that
 * `l'homme` is found by `homme`. Where a script has no spaces each character begins a token of two, and the last one a token of its own: so that
 * any two neighbours and any single character are found, and a longer piece as a phrase. A picture is a word.
 */
export function* placedTokens(text: string): Generator<PlacedToken, void, void> {
  const folded = fold(text)
  const isAscii = onlyAscii.test(folded.text)
  for (const match of folded.text.matchAll(isAscii ? asciiRuns : runs)) {
    const [run] = match
    const place = (from: number, to: number) => ({ start: folded.startOf(from), end: folded.endOf(to - 1) })
    if (match.groups?.['unspaced'] === undefined) {
      yield { token: cut(run), ...place(match.index, match.index + run.length), kind: 'word' }
      continue
    }
    let start = match.index
    const characters = [...run]
    for (const [index, character] of characters.entries()) {
      const next = characters[index + 1] ?? ''
      const end = start + character.length + next.length
      yield { token: character + next, ...place(start, end), kind: next === '' ? 'last' : 'pair' }
      start += character.length
    }
  }
}

/** The tokens by which a row with this text is found. */
export function tokensOf(text: string): readonly string[] {
  const tokens: string[] = []
  for (const { token } of placedTokens(text)) {
    if (tokens.length >= maxTokens) break
    tokens.push(token)
  }
  return tokens
}

function cut(word: string): string {
  if (word.length <= maxTokenLength) return word
  const end = /[\ud800-\udbff]/.test(word[maxTokenLength - 1] ?? '') ? maxTokenLength - 1 : maxTokenLength
  return word.slice(0, end)
}
