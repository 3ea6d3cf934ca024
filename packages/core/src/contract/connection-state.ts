/** Whether there is a session, and whether the backend is reached (OL-13). A state is a fact, never a hope. */
export const ConnectionState = {
  /** No session. */
  Disconnected: 0,
  /** A session, or an online login under way, that has not reached the backend yet. */
  Connecting: 1,
  /** The backend accepted the user and the link is live. */
  Connected: 2,
  /** The backend was reached in this session, and the link was lost. */
  Reconnecting: 3,
} as const
export type ConnectionState = (typeof ConnectionState)[keyof typeof ConnectionState]

/** Why the state is what it is (OL-13). */
export const ConnectionEvent = {
  Success: 0,
  /** The app called `login`. */
  ActiveLogin: 1,
  /** An online login found no answer in time. */
  LoginTimeout: 2,
  /** The link broke, or an online login could not reach the backend. */
  LoginInterrupted: 3,
  /** The backend ended the session: another device, an administrator, or a revoked token. */
  KickedOut: 4,
  TokenExpired: 5,
  /** The backend does not know the user. */
  Unregistered: 6,
} as const
export type ConnectionEvent = (typeof ConnectionEvent)[keyof typeof ConnectionEvent]
