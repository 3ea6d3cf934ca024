/** A piece of a text: as it is, a person who is meant, or an address on the web. */
export type TextSpan =
  | { readonly type: 'plain'; readonly text: string }
  | { readonly type: 'mention'; readonly text: string; readonly isSelf: boolean }
  | { readonly type: 'link'; readonly text: string; readonly url: string }

/** Somebody whose attention a message asks for, by the words that stand for them: `@Ada Lovelace`. */
export interface MentionWords {
  readonly words: string
  readonly isSelf: boolean
}

/** More than one text is cut into; what is behind stays plain. */
const maxSpans = 200

const linkPattern = /\bhttps?:\/\/[\p{L}\p{N}][^\s<>"']*/giu
const letter = /[\p{L}\p{N}]/u
/** What ends a sentence rather than an address. */
const trailing = /[.,;:!?…»”’)\]}]+$/u

/** Cuts a text into its spans. */
export function textSpans(text: string, mentions: readonly MentionWords[]): readonly TextSpan[] {
  const found = [...findLinks(text), ...findMentions(text, mentions)].sort((left, right) => left.start - right.start)
  const spans: TextSpan[] = []
  let end = 0
  for (const { start, span } of found) {
    if (start < end || spans.length >= maxSpans) continue
    if (start > end) spans.push({ type: 'plain', text: text.slice(end, start) })
    spans.push(span)
    end = start + span.text.length
  }
  if (end < text.length) spans.push({ type: 'plain', text: text.slice(end) })
  return spans
}

interface FoundSpan {
  readonly start: number
  readonly span: TextSpan
}

function findLinks(text: string): readonly FoundSpan[] {
  return [...text.matchAll(linkPattern)].map(({ 0: match, index: start }) => {
    const shown = withoutEnd(match)
    return { start, span: { type: 'link', text: shown, url: shown } }
  })
}

/** An address in brackets does not end with the bracket; one that opens a bracket itself does. */
function withoutEnd(match: string): string {
  const end = trailing.exec(match)?.[0] ?? ''
  if (end.startsWith(')') && match.includes('(')) return `${match.slice(0, -end.length)})`
  return end === '' ? match : match.slice(0, -end.length)
}

function findMentions(text: string, mentions: readonly MentionWords[]): readonly FoundSpan[] {
  // The longest first: @Ada Lovelace before @Ada.
  const longestFirst = [...mentions].sort((left, right) => right.words.length - left.words.length)
  return longestFirst.flatMap(({ words, isSelf }) => {
    const found: FoundSpan[] = []
    for (let start = text.indexOf(words); start !== -1; start = text.indexOf(words, start + words.length)) {
      // @Ada is not in @Adam.
      if (letter.test(text.charAt(start + words.length))) continue
      found.push({ start, span: { type: 'mention', text: words, isSelf } })
    }
    return found
  })
}
