import type { EveryChat, Read } from './every-chat.js'
import type { Filled } from './filled-store.js'
import { readRows } from './read-rows.js'
import { ask, outcomeOf, type AskOptions, type ReadRow } from './rows.js'

export const page = { count: 100 }

export function rowOf(name: Read): ReadRow<Read> {
  return readRows[name]
}

export const reads = Object.keys(readRows) as readonly Read[]
export const localReads = reads.filter((name) => rowOf(name).needsConnection !== true)
export const pagedReads = localReads.filter((name) => rowOf(name).pages !== undefined)
export const serverReads = localReads.filter((name) => rowOf(name).isAlsoOfServer === true)

export function read(chat: EveryChat, name: Read, filled: Filled, options: AskOptions = page): Promise<unknown> {
  return outcomeOf(ask(chat, name, rowOf(name).parameters(filled, options)))
}

/** What every read answers from local data. */
export async function readAll(chat: EveryChat, filled: Filled): Promise<ReadonlyMap<Read, unknown>> {
  const answers = new Map<Read, unknown>()
  for (const name of localReads) answers.set(name, await read(chat, name, filled))
  return answers
}

/** The rows in the answer of a list query. */
export function listIn(name: Read, answer: unknown): readonly unknown[] {
  const { pages = '' } = rowOf(name)
  const list: unknown = Object.entries(answer ?? {}).find(([key]) => key === pages)?.[1]
  if (!Array.isArray(list)) throw new Error(`${name} has no ${pages}`)
  return list
}

function cursorIn(answer: unknown): string | undefined {
  const hasCursor = typeof answer === 'object' && answer !== null && 'nextCursor' in answer
  return hasCursor ? String(answer.nextCursor) : undefined
}

/** The rows of a list query, asked one by one. */
export async function listByPages(chat: EveryChat, name: Read, filled: Filled): Promise<readonly unknown[]> {
  let list: readonly unknown[] = []
  for (let cursor: string | undefined, pageCount = 0; pageCount < 50; pageCount += 1) {
    const answer = await read(chat, name, filled, { count: 1, ...(cursor === undefined ? {} : { cursor }) })
    const rows = listIn(name, answer)
    list = rowOf(name).pagesGo === 'older' ? [...rows, ...list] : [...list, ...rows]
    cursor = cursorIn(answer)
    if (cursor === undefined) return list
  }
  throw new Error(`${name} does not end`)
}
