/** What view models take from the world: they touch none of it themselves. */
export interface Surroundings {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `callback` once after `delayMs`. Returns what cancels it. */
  startTimer(delayMs: number, callback: () => void): () => void
  /** Whether the device itself says that it has no network. A hint for words, never for what is allowed. */
  readonly isDeviceOffline: { get(): boolean; onChange(listener: () => void): () => void }
  /** A BCP 47 tag. */
  readonly locale: string
  /** An IANA name. */
  readonly timeZone: string
}
