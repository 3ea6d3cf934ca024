import type { MessageAttributes } from '@latchkey/core'
import type { AvatarView } from './avatar.js'
import type { Participants } from './participants.js'
import { textSpans } from './text-spans.js'
import type { Texts } from './texts.js'

/** Somebody who can be mentioned. */
export interface MentionOption {
  readonly key: string
  readonly name: string
  /** Absent: everybody. */
  readonly avatar?: AvatarView
}

/** What is offered while a name is being written behind an `@`. */
export interface MentionChoice {
  readonly options: readonly MentionOption[]
  /** Which of them Enter takes. */
  readonly activeIndex: number
}

/** A name that is being written: where its `@` stands, and what is there of it. */
export interface MentionDraft {
  readonly start: number
  readonly end: number
  readonly query: string
}

const mostOptions = 6
const everyoneKey = '@'

/** As many as a message takes. */
const mostMentions = 50

/** The name that is being written in front of the caret; `undefined` when there is none. */
export function mentionDraft(text: string, caret: number): MentionDraft | undefined {
  const match = /(?:^|[\s(])@([^\s@]{0,32})$/u.exec(text.slice(0, caret))
  const query = match?.[1]
  return query === undefined ? undefined : { start: caret - query.length - 1, end: caret, query }
}

/** Who is meant by what is there of a name: any word of theirs begins with it. */
export function mentionOptions({ query }: MentionDraft, people: Participants, texts: Texts): readonly MentionOption[] {
  const wanted = query.toLocaleLowerCase()
  const fits = (name: string) =>
    [name, ...name.split(/\s+/u)].some((word) => word.toLocaleLowerCase().startsWith(wanted))
  const others = people.others()
  const everyone = others.length > 0 && fits(texts.everyone) ? [{ key: everyoneKey, name: texts.everyone }] : []
  const named = others
    .filter(({ name }) => fits(name))
    .map(({ userID, name, avatar }) => ({ key: userID, name, avatar }))
  return [...named.slice(0, mostOptions - everyone.length), ...everyone]
}

/** Whose attention a text asks for: everybody whose name stands in it behind an `@`, chosen or written by hand. */
export function mentionsIn(text: string, people: Participants, texts: Texts): MessageAttributes {
  const others = people.others()
  if (others.length === 0 || !text.includes('@')) return {}
  const everyone = texts.mentioned(texts.everyone)
  const known = [everyone, ...others.map(({ name }) => texts.mentioned(name))]
  const spans = textSpans(
    text,
    known.map((words) => ({ words, isSelf: false })),
  )
  const found = new Set(spans.flatMap((span) => (span.type === 'mention' ? [span.text] : [])))
  const mentionedUserIDs = others
    .filter(({ name }) => found.has(texts.mentioned(name)))
    .map(({ userID }) => userID)
    .slice(0, mostMentions)
  return {
    ...(mentionedUserIDs.length === 0 ? {} : { mentionedUserIDs }),
    ...(found.has(everyone) ? { isMentionAll: true } : {}),
  }
}
