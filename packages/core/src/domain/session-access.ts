import type { Session } from '../session/session.js'

/** How the parts of a chat reach the session. */
export interface SessionAccess {
  /** The session; `undefined` without one. */
  readonly current: Session | undefined
  /** The session. Throws `not-logged-in`, `chat-destroyed`. */
  require(): Session
}
