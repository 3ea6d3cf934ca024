import type { Session } from '../session/session.js'

/** How the parts of a chat reach the session. */
export interface SessionAccess {
  /** The session. Throws `not-logged-in`, `chat-destroyed`; where another tab leads it, what sends the call there. */
  require(): Session
  /**
   * The next identifier of what this call makes. A call that is repeated because its tab was closed gets the same ones again,
   * so that it is recognised: ask for them in an order that depends on the arguments only.
   */
  newID(): string
}
