import type { CallOptions } from './cancel-signal.js'

/**
 * The storage contract. It speaks tables, keys, ranges and one atomic batch; it knows nothing of chat and nothing of
 * other tabs. This file alone is enough to write a driver; `docs/contracts/storage.md` gives every sentence an ID
 * (ST-01 …) and the conformance kit tests them.
 *
 * Drivers are dumb: once-only open and close, ordering of calls, validation of arguments, abort, logging and tabs live
 * in core. A driver may trust that every argument is well-formed and that no call follows `close`.
 * Failures are `ChatError`s with a `storage-` code; the native error is their `cause`.
 */

/** Anything JSON can hold. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue | undefined }

/** A row: one JSON object. Its key and index parts are top-level fields. A field that is `undefined` is absent. */
export type Row = { readonly [field: string]: JsonValue | undefined }

/** A safe integer or a string of printable ASCII (0x20 to 0x7e, at most 256 characters). Numbers sort before strings; strings sort by byte. */
export type KeyPart = number | string

/** Compared part by part; a key sorts before every longer key that begins with it. */
export type Key = readonly KeyPart[]

/** One table, as core declares it. */
export interface TableSchema {
  /** Lower-case letters, digits and `_`, beginning with a letter. */
  readonly name: string
  /**
   * The fields that make up a row's key, in order. Every row has them all. A table never changes its key: rows move by way of
   * a new table. Field names are ASCII letters and digits, beginning with a letter.
   */
  readonly key: readonly string[]
  /**
   * Named indexes: the fields that make up an index entry, in order. An entry's full key is those parts followed by the
   * row's key, so entries are unique and ties are in key order. A row that lacks one of the fields is not in that index.
   * Index names are made like table names.
   */
  readonly indexes: { readonly [name: string]: readonly string[] }
  /** Its rows carry tokens and can be searched. Asked only of drivers that claim `search`. Rows that are there when it is new carry none. */
  readonly isSearched?: true
}

/** The tables of a database. The driver adds and drops tables and indexes until they are these; core rewrites rows. */
export interface StorageSchema {
  /** Grows with every change of the tables. A database of a higher version refuses to open: `storage-schema-newer`. */
  readonly version: number
  readonly tables: readonly TableSchema[]
}

/** One database: of one user in one app. Both are strings of printable ASCII, `app` 1 to 64 and `userID` 1 to 256 characters. */
export interface StorageScope {
  readonly app: string
  readonly userID: string
}

/** A row with the number that the driver keeps beside it. */
export interface StoredRow {
  /** 1 for the first put of a key; raised by each further put. After a delete, the next put may begin at 1 again. */
  readonly revision: number
  /** The caller's own copy: changing it changes nothing stored. */
  readonly row: Row
}

/** Which rows a range covers, and in which direction. */
export interface RangeQuery {
  /** Name of the index to walk; absent: the table's key. */
  readonly index?: string
  /** Only entries whose full key begins with exactly these whole parts: `['room']` never matches `['room2']`. */
  readonly prefix?: Key
  /** First full key, inclusive. May be shorter than a full key. */
  readonly from?: Key
  /** Last full key, exclusive. May be shorter than a full key, and then excludes every key that begins with it. */
  readonly to?: Key
  /** Highest key first. `from` and `to` keep their meaning. Default `false`. */
  readonly reverse?: boolean
  /** 1 to 1,000 rows. */
  readonly limit: number
}

/** A change of a batch. */
export type StorageWrite =
  /**
   * `tokens` are what a row of a searched table is found by, in their order, in place of those it had: at most 4,096. Absent:
   * the row keeps the tokens that it has; a new one has none. A token is a well-formed string of 1 to 64 UTF-16 units, of which those
   * below U+0080 are lower-case letters and digits.
   */
  | { readonly type: 'put'; readonly table: string; readonly row: Row; readonly tokens?: readonly string[] }
  | { readonly type: 'delete'; readonly table: string; readonly key: Key }
  /** Deletes every row whose key begins with the whole parts of `prefix`. */
  | { readonly type: 'deleteRange'; readonly table: string; readonly prefix: Key }

/** What must hold, before any of the batch's own writes, for a batch to be written. There are no others. */
export type StorageCondition =
  | { readonly type: 'absent'; readonly table: string; readonly key: Key }
  | { readonly type: 'present'; readonly table: string; readonly key: Key }
  | { readonly type: 'revision'; readonly table: string; readonly key: Key; readonly revision: number }

/** Written whole or not at all. Writes take effect in order. At most 10,000 writes. */
export interface StorageBatch {
  readonly conditions?: readonly StorageCondition[]
  readonly writes: readonly StorageWrite[]
}

/**
 * What a row's tokens must hold: the token `word`; a token that begins with `prefix`; the tokens of `phrase` one directly after another,
 * where `isPrefix` says that the last one need only begin so. A phrase has 1 to 128 tokens.
 */
export type SearchTerm =
  | { readonly type: 'word'; readonly token: string }
  | { readonly type: 'prefix'; readonly token: string }
  | { readonly type: 'phrase'; readonly tokens: readonly string[]; readonly isPrefix?: boolean }

/** Which rows a search finds, and in which order. Core makes the tokens; drivers index and match them and never tokenise. */
export interface SearchQuery {
  /** All must hold. 1 to 16. */
  readonly terms: readonly SearchTerm[]
  /** Name of the index that `within` and `newest` speak of, in which every row with tokens is; absent: the table's key. */
  readonly index?: string
  /** Only rows whose full key there begins with exactly these whole parts. */
  readonly within?: Key
  /**
   * `newest`: highest full key first. `rank`: best match first, by the driver's own measure, in which of two rows with equally many tokens
   * the one that holds a word more often is the better match; the order of equals is the driver's own.
   */
  readonly order: 'newest' | 'rank'
  /** 1 to 100. */
  readonly limit: number
  /** The `next` of the page before, of the same search. A string that is none finds whatever it finds. */
  readonly place?: string
}

export interface SearchPage {
  /** Keys of rows. */
  readonly keys: readonly Key[]
  /** How many rows match in all, those of other pages included. */
  readonly total: number
  /** Opaque, at most 1,800 characters; absent on the last page. With `newest`, rows that come and go between two pages displace no others. */
  readonly next?: string
}

/** A file of a database. */
export interface StoredFile {
  readonly name: string
  /** In bytes. */
  readonly size: number
}

/**
 * Bytes of attachments, stored beside the tables of a database and encrypted like them. They belong to the database and are outside
 * every batch. Names are printable ASCII, 1 to 128 characters; core keeps at most 10,000 files of at most 100 MiB each.
 */
export interface StorageFiles {
  /**
   * Puts `bytes`, at most 1 MiB, at byte `offset`; the file ends after them, whatever it held from there on. Creates the file
   * when absent. All or nothing, and durable when resolved. Rejects `storage-conflict` when `offset` lies beyond the file's end,
   * `storage-full`.
   */
  write(name: string, offset: number, bytes: Uint8Array, options?: CallOptions): Promise<void>
  /** At most `length` bytes, 1 to 1 MiB, from byte `offset`; fewer at the end, none beyond it; `undefined` when there is no such file. */
  read(name: string, offset: number, length: number, options?: CallOptions): Promise<Uint8Array | undefined>
  /** In bytes; `undefined` when there is no such file. */
  size(name: string, options?: CallOptions): Promise<number | undefined>
  /** Durable when resolved. Does nothing when there is no such file. */
  remove(name: string, options?: CallOptions): Promise<void>
  /** Files in the order of their names, those after the name `after`, or from the first; `limit` 1 to 1,000. */
  list(options: { readonly after?: string; readonly limit: number } & CallOptions): Promise<readonly StoredFile[]>
}

/** An open database. */
export interface StorageSession {
  /** Rows by key, in the order asked; `undefined` for absent. 1 to 1,000 keys. */
  get(table: string, keys: readonly Key[], options?: CallOptions): Promise<readonly (StoredRow | undefined)[]>
  /** Rows in key order. */
  range(table: string, query: RangeQuery, options?: CallOptions): Promise<readonly StoredRow[]>
  /**
   * Writes all of the batch or nothing; durable when resolved. Rejects `storage-conflict` with the failed condition in
   * `details.condition`, `storage-full`.
   */
  write(batch: StorageBatch, options?: CallOptions): Promise<void>
  /** Present exactly when `supports.search`. */
  search?(table: string, query: SearchQuery, options?: CallOptions): Promise<SearchPage>
  /** Present exactly when `supports.files`. */
  readonly files?: StorageFiles
  /** Releases everything, so that the database can be opened again at once, here or elsewhere. Idempotent. */
  close(): Promise<void>
}

/**
 * Records of at most 64 KiB (UTF-8) that are readable in milliseconds, before any `open`: the last login, the first
 * screen. They belong to an app, not to a user, and are outside every batch.
 */
export interface SmallStorage {
  /** `undefined` when there is none. Rejects `storage-tampered` when a sealed record does not hold, `storage-key-wrong`. */
  get(app: string, name: string, options?: CallOptions): Promise<string | undefined>
  /** Replaces. Durable when resolved. */
  put(app: string, name: string, value: string, options?: CallOptions): Promise<void>
  /** Does nothing when there is none. Durable when resolved. */
  remove(app: string, name: string, options?: CallOptions): Promise<void>
}

/** What a driver claims. Every flag is optional; the kit tests what is claimed, and that what is not claimed is absent. */
export interface StorageSupports {
  /**
   * What is resolved is still there after the process was killed. Default `false`: the data lives as long as the driver
   * object, and core says so in `storageStateChanged`.
   */
  readonly durable?: boolean
  /**
   * Small records are secret and authenticated, with the app and the name bound in, under a key that the driver keeps in
   * the same place. Default `false`: core says so in `queryLastLogin` and writes no first screen.
   */
  readonly sealed?: boolean
  /** `session.search` exists. Default `false`: the `searchLocal…` queries reject `not-supported`. */
  readonly search?: boolean
  /** `session.files` exists. Default `false`: attachments are not kept on this device. */
  readonly files?: boolean
  /**
   * `everything`: nothing of a row can be read in the stored bytes. `values`: keys and index parts can, values cannot.
   * Default absent: rows lie in the clear, and core says so in `storageStateChanged`.
   */
  readonly encryption?: 'everything' | 'values'
}

/** A storage driver. Made by a factory (`memoryStorage()`), given to `createChat`. */
export interface StorageDriver {
  readonly contractVersion: 1
  /** For logs: `sqlite-node`. */
  readonly name: string
  readonly supports: StorageSupports
  /** Readable before any `open`. */
  readonly small: SmallStorage
  /**
   * Opens the database of `scope`, creating it when absent, and brings its tables and indexes to `schema`: what is new is
   * added (and existing rows are indexed), what is gone is dropped, all or nothing. Rejects `storage-schema-newer`,
   * `storage-owned-elsewhere` while another session of the scope is open (never an empty database instead),
   * `storage-key-wrong`, `storage-corrupt`, `storage-unavailable`, `storage-full`.
   */
  open(scope: StorageScope, schema: StorageSchema, options?: CallOptions): Promise<StorageSession>
  /** Deletes the database of `scope` with its attachments. Idempotent. Rejects `storage-owned-elsewhere` while it is open. */
  remove(scope: StorageScope, options?: CallOptions): Promise<void>
}
