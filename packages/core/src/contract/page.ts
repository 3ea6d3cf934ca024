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
  /** 1 to 5 keywords, 1 to 128 characters each; all must match. */
  readonly keywords: readonly string[]
}
