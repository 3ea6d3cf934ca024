/** From the call of `login` to its promise, and on to the first conversation list, in milliseconds of the page's clock. */
export interface OfflineLogin {
  readonly loginMs: number
  readonly firstListMs: number
  /** On to the same list from the opened database. */
  readonly databaseListMs: number
  readonly shownCount: number
}

/** What the page offers to the bench that drives it. */
export interface HungPage {
  /** Logs in online, and goes away once it has caught up. */
  prepare(): Promise<void>
  /** Logs in offline, as a page does that was just opened, and stays. */
  logInOffline(): Promise<OfflineLogin>
}

declare global {
  var hungPage: HungPage
}
