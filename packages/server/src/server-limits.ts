import type { BackendLimits } from '@latchkey/backend'

/** What the server allows, on top of what the backend does. */
export interface ServerLimits extends BackendLimits {
  /** Live connections in all. More are refused with the status 503. */
  readonly maxConnections: number
  /** Live connections of one user. The oldest gives way, as `kickedOut`. */
  readonly maxConnectionsPerUser: number
  /** Requests of one connection: in the long run, per second … */
  readonly requestsPerSecond: number
  /** … and at once, after a pause. More are answered with `rate-limited`. */
  readonly requestBurst: number
  /** Bytes that wait for a slow reader. With more, its connection ends. */
  readonly maxBufferedBytes: number
  /** How long a socket may stay open without `connect`. */
  readonly connectTimeoutMs: number
  /** How often clients are asked whether they are there; one that was silent for a whole interval is given up. */
  readonly pulseIntervalMs: number
}

export const defaultServerLimits: Omit<ServerLimits, keyof BackendLimits> = {
  maxConnections: 10_000,
  maxConnectionsPerUser: 50,
  requestsPerSecond: 100,
  requestBurst: 1_000,
  maxBufferedBytes: 8 * 1_024 * 1_024,
  connectTimeoutMs: 5_000,
  pulseIntervalMs: 30_000,
}
