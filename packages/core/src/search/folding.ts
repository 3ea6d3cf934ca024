/** A text as it is compared, with the way back to the one that it was made of. */
export interface FoldedText {
  readonly text: string
  /** Where in the original the piece begins that the unit at `index` was made of. */
  startOf(index: number): number
  /** Where in the original the piece ends that the unit at `index` was made of. */
  endOf(index: number): number
}

/** Letters that one writes with a stroke or as two, and that no decomposition takes apart. */
const lookalikes: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
}
const anyLookalike = /[øłđðħŧæœþς]/g

// Marks that are accents: of Latin, Greek and Cyrillic, the points of Hebrew, the vowels of Arabic. In other scripts a mark makes another letter.
// Then what shows a character another way, or joins it to the next.
const accents =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\u200b-\u200d\u2060\ufeff\u00ad]/g

// What composes with its neighbours is folded with them: a character with its marks, and the parts of Korean syllables however they are written.
const jamo = '\\u1100-\\u11ff\\ua960-\\ua97f\\ud7b0-\\ud7ff\\u3131-\\u318e\\uffa0-\\uffdc\\u3260-\\u327f'
const pieces = new RegExp(`(?:[\\uac00-\\ud7a3]?[${jamo}]+|.)[\\p{M}\\uff9e\\uff9f\\u200b-\\u200d]*`, 'gsu')

const onlyAscii = /^[\0-\x7f]*$/

/**
 * Folds case, accents and the ways in which one character can be written (NFKC), by rules of the language alone, so that every device does
 * it alike. A lone surrogate folds to a space.
 */
export function fold(original: string): FoldedText {
  if (onlyAscii.test(original)) {
    return { text: original.toLowerCase(), startOf: (index) => index, endOf: (index) => index + 1 }
  }
  let text = ''
  const starts: number[] = []
  const ends: number[] = []
  for (const match of original.matchAll(pieces)) {
    const [piece] = match
    const folded = foldPiece(piece)
    text += folded
    for (let unit = 0; unit < folded.length; unit += 1) {
      starts.push(match.index)
      ends.push(match.index + piece.length)
    }
  }
  return { text, startOf: (index) => starts[index] ?? 0, endOf: (index) => ends[index] ?? original.length }
}

function foldPiece(piece: string): string {
  if (piece.length === 1 && piece < '\x80') return piece.toLowerCase()
  if (!isWellFormed(piece)) return ' '
  return piece
    .normalize('NFKD')
    .replace(accents, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .replace(anyLookalike, (letter) => lookalikes[letter] ?? letter)
    .normalize('NFKC')
}

/** Without the method of that name, which is younger than some of the realms that core runs in. */
function isWellFormed(piece: string): boolean {
  return !/\p{Surrogate}/u.test(piece)
}
