/** What an executor rejects with: an error of SQLite, with the code that tells what it is. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError'
  /** Primary or extended; `undefined` when what failed was not SQLite: https://sqlite.org/rescode.html */
  readonly resultCode: number | undefined

  constructor(resultCode: number | undefined, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.resultCode = resultCode
  }
}
