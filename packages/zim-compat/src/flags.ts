import { refuse } from './errors/zim-error.js'

/** Pages that are continued by a number, as ZIM apps do, over cursors. 0 is the first page, and says that none follows. */
export interface Flags {
  flagOf(cursor: string | undefined): number
  /** Throws `invalid-argument` for a flag that no page had, or one of long ago: the last 1,000 are kept. */
  cursorOf(flag: number | undefined): string | undefined
}

const keptCount = 1_000

export function createFlags(): Flags {
  const cursors = new Map<number, string>()
  let lastFlag = 0
  return {
    flagOf(cursor) {
      if (cursor === undefined) return 0
      lastFlag += 1
      cursors.set(lastFlag, cursor)
      cursors.delete(lastFlag - keptCount)
      return lastFlag
    },
    cursorOf(flag) {
      if (flag === undefined || flag === 0) return undefined
      return cursors.get(flag) ?? refuse('config.nextFlag', 'must be 0 or the nextFlag of a page')
    },
  }
}

/** The page options of a config. */
export function pageOptions(flags: Flags, { count, nextFlag }: { readonly count: number; readonly nextFlag?: number }) {
  const cursor = flags.cursorOf(nextFlag)
  return cursor === undefined ? { count } : { count, cursor }
}
