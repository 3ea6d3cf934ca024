import { ChatError } from '@latchkey/core'

import { refuse } from './errors/zim-error.js'

/** What is asked of Latchkey for one page, in the order of reading. */
export interface AnchoredPage<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor?: string
  readonly stoppedAtGap?: boolean
}

export interface AnchoredList<Row> {
  /** Which list it is, with all that it was asked with but the place. */
  readonly name: string
  /** The row after which the page begins; absent for the first page. */
  readonly anchor: string | undefined
  readonly count: number
  keyOf(row: Row): string
  read(count: number, cursor?: string): Promise<AnchoredPage<Row>>
}

export interface Anchors {
  /**
   * The page after a row. Where a page ended is remembered; after any other row the list is walked from its beginning, at
   * most 10,000 rows far. Throws `invalid-argument` when the row is not there.
   */
  pageAfter<Row>(list: AnchoredList<Row>): Promise<readonly Row[]>
  /** The rows of a list from its beginning to a row, that row left out. Throws as `pageAfter`. */
  rowsBefore<Row>(list: Omit<AnchoredList<Row>, 'count'>): Promise<readonly Row[]>
}

const rememberedCount = 1_000
const walkedPages = 100
const walkedPageCount = 100

/** Pages that are continued from a row, as ZIM apps do, over cursors. */
export function createAnchors(): Anchors {
  /** The cursor after a row with which a page ended; `undefined` at the end of the list. */
  const cursors = new Map<string, string | undefined>()

  function remember(key: string, cursor: string | undefined): void {
    cursors.delete(key)
    cursors.set(key, cursor)
    const [oldest] = cursors.keys()
    if (cursors.size > rememberedCount && oldest !== undefined) cursors.delete(oldest)
  }

  async function answer<Row>(list: AnchoredList<Row>, cursor?: string): Promise<readonly Row[]> {
    const { rows, nextCursor } = await list.read(list.count, cursor)
    const last = rows.at(-1)
    // The end of a list is not remembered: rows may come to stand behind it.
    if (last !== undefined && nextCursor !== undefined) remember(placeKey(list.name, list.keyOf(last)), nextCursor)
    return rows
  }

  return {
    async pageAfter(list) {
      if (list.anchor === undefined) return answer(list)
      const known = cursors.get(placeKey(list.name, list.anchor))
      if (known !== undefined) return answer(list, known)
      for await (const { rows, cursor } of walk(list)) {
        const index = rows.findIndex((row) => list.keyOf(row) === list.anchor)
        if (index < 0) continue
        const { nextCursor } = await list.read(index + 1, cursor)
        return nextCursor === undefined ? [] : answer(list, nextCursor)
      }
      return refuseAnchor()
    },

    async rowsBefore(list) {
      const before = []
      for await (const { rows } of walk(list)) {
        const index = rows.findIndex((row) => list.keyOf(row) === list.anchor)
        before.push(...rows.slice(0, index < 0 ? rows.length : index))
        if (index >= 0) return before
      }
      return refuseAnchor()
    },
  }
}

async function* walk<Row>(list: Pick<AnchoredList<Row>, 'read'>) {
  let cursor: string | undefined
  for (let page = 0; page < walkedPages; page += 1) {
    const { rows, nextCursor, stoppedAtGap = false } = await list.read(walkedPageCount, cursor)
    yield { rows, cursor }
    if (stoppedAtGap && rows.length === 0) throw new ChatError('not-connected')
    if (nextCursor === undefined) return
    cursor = nextCursor
  }
}

function placeKey(name: string, key: string): string {
  return JSON.stringify([name, key])
}

function refuseAnchor(): never {
  return refuse('config', 'must continue from a row of the list')
}
