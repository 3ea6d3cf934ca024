/** One page of a list query. */
export interface PageOptions {
  /** 1 to 100 rows. */
  readonly count: number
  /** The `nextCursor` of the page before; absent for the first page. */
  readonly cursor?: string
}

/** What every page carries. */
export interface Page {
  /** Opaque; absent on the last page. */
  readonly nextCursor?: string
}

/** Where a look-up gets its answer. */
export interface ReadOptions {
  /** Ask the backend instead of the local data, and store the answer. Needs `Connected` (OL-12). Default `false`. */
  readonly isQueryFromServer?: boolean
}

/** Keywords of a search on local data. */
export interface SearchOptions extends PageOptions {
  /**
   * 1 to 5 keywords, 1 to 128 characters each; all must match. A keyword is a word, its beginning, or several words in a row of which the last may
   * be a beginning; in Chinese, Japanese, Korean, Thai and other scripts without spaces any two or more characters. Case and accents make no
   * difference. Signs alone match nothing and are left out.
   */
  readonly keywords: readonly string[]
}

/** In which order a search tells what it found. */
export interface SearchOrderOptions extends SearchOptions {
  /** `'newest'` (the default) or `'rank'`: best match first, as the storage measures it. */
  readonly order?: 'newest' | 'rank'
}

/** A page of what a search found. */
export interface SearchedPage extends Page {
  /** How many match in all. */
  readonly totalCount: number
  /** `false` while what was on the device before it could be searched is still being indexed: there may be more. */
  readonly isComplete: boolean
}

/** A place in a text, in UTF-16 units. */
export interface TextMatch {
  readonly start: number
  readonly length: number
}

/** What a search found, and where in its text. */
export type Found<Thing> = Thing & {
  /** The text that was searched. */
  readonly foundText: string
  /** Where in `foundText` the keywords stand, for highlighting: in order, apart from each other, at most 100. */
  readonly matches: readonly TextMatch[]
}
