import type { ConnectionState } from './connection-state.js'

/** How to log in (OL-01). */
export interface LoginConfig {
  /** At most 256 bytes of UTF-8. Absent or empty: the name from the last login stays (OL-03). */
  readonly userName?: string
  /** Required in token mode; unused when `createChat` was given an `appSign` (OL-04). 1 to 8,192 characters. */
  readonly token?: string
  /** `false` (the default): an online login, which never falls back to local data (OL-14). */
  readonly isOfflineLogin?: boolean
}

export interface LogoutOptions {
  /** Also deletes the user's local data, with whatever still waits to be sent. Default `false` (OL-18). */
  readonly isClearDB?: boolean
}

/** Who may log in offline on this device in this app (OL-15). Never the token. */
export interface LastLogin {
  readonly userID: string
  readonly userName: string
  /** Whether the kept token may still be used offline, as far as this device knows. `true` in app-sign mode. */
  readonly isTokenGood: boolean
  /** Whether the storage driver keeps the record secret and authenticated. */
  readonly isSealed: boolean
}

/** Who is using the app, and since when it may be used offline. */
export interface LoginContract {
  /** The present state (OL-13). */
  readonly connectionState: ConnectionState
  /** The user of the session; `undefined` without one. */
  readonly userID: string | undefined
  /**
   * Starts a session (OL-01 to OL-12, OL-14).
   *
   * Offline (`isOfflineLogin: true`): resolves once the device has checked that `userID` is the last user here and the
   * token is still good; it waits for one small local record and for nothing else. Rejects `no-previous-login`,
   * `different-user`, `logged-out`, `session-refused`, `record-tampered`, `token-invalid`, `token-expired`,
   * `token-too-long-lived`, `token-not-verifiable`, `storage-key-wrong`.
   *
   * Online: resolves once the backend accepted the user. Rejects `login-timeout` after `loginTimeoutMs`,
   * `transport-unreachable`, `token-refused`, `user-unknown`, and the `token-` codes above that need no record.
   *
   * Both: `invalid-argument`, `login-in-progress`, `already-logged-in`, `login-cancelled`, `chat-destroyed`.
   */
  login(userID: string, config?: LoginConfig): Promise<void>
  /**
   * Ends the session and forbids offline login until the next online one; resolves once that is durable (OL-18). A pending
   * login is cancelled. Without a session it still forbids offline login. Rejects with the storage's code when that could
   * not be made durable, `storage-timeout` within a minute from a storage that never answers: then the session stays.
   */
  logout(options?: LogoutOptions): Promise<void>
  /**
   * Replaces the token, online and offline (OL-16). One that has ended is refused, whatever its `offlineUntil`. Rejects
   * `not-logged-in`, `token-invalid`, `token-expired`, `token-too-long-lived`, `other-user-on-device`; when `Connected` also
   * `token-refused`, and then the old token stays. A link that breaks meanwhile changes nothing: the token goes with the
   * next connection.
   */
  renewToken(token: string): Promise<void>
  /**
   * Tries to connect at once instead of at the end of the pause between two tries, at most once a second: for a "try again"
   * beside the offline notice (OL-10). Only while a session is `Connecting` or `Reconnecting`; else it does nothing.
   */
  reconnectNow(): void
  /** Who may log in offline here; `undefined` when nobody may. Needs no login. Rejects `record-tampered` (OL-15). */
  queryLastLogin(): Promise<LastLogin | undefined>
  /**
   * Ends everything and keeps all data; offline login stays possible. Idempotent; pending promises reject `chat-destroyed`.
   * Drivers that never answer hold it up for at most a minute.
   */
  destroy(): Promise<void>
}
