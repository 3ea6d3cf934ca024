import type { CancelSignal } from './cancel-signal.js'

/**
 * Everything core takes from the world around it. Core touches none of it directly, so that a whole client runs in a
 * simulation, in a bare JavaScript realm, and in React Native.
 */
export interface Platform {
  /** What kind of device this is, as told to the backend: `web`, `node` … Printable ASCII, 1 to 32 characters. */
  readonly name: string
  readonly clock: PlatformClock
  readonly random: PlatformRandom
  readonly crypto: PlatformCrypto
  readonly network: PlatformNetwork
  readonly page: PlatformPage
  readonly locks: PlatformLocks
  /**
   * Opens what connects all tabs of this origin that opened the same `name`. Absent where there is one tab, or none:
   * then a second chat of the same app and user gets `storage-owned-elsewhere`.
   */
  openChannel?(name: string): PlatformChannel
  /**
   * Resolves once input, painting and messages that wait have had their turn. Core cuts long work by it. Absent where nobody
   * waits: then work is done in one piece.
   */
  letOthersGoFirst?(): Promise<void>
}

/** Messages between tabs. They arrive in the order in which one tab posted them, or not at all where the receiver died. */
export interface PlatformChannel {
  /** Sends a structured-clonable value to every other tab. Never to the sender. */
  post(message: unknown): void
  /** Calls back with what another tab posted: whatever shares the origin may post anything. */
  onMessage(listener: (message: unknown) => void): void
  close(): void
}

export interface PlatformClock {
  /** Milliseconds since the epoch, by the device's clock, which may be wrong and may jump. */
  now(): number
  /** Calls `callback` once, after at least `delayMs` (0 to 2,147,483,647). Returns what cancels it. */
  startTimer(delayMs: number, callback: () => void): () => void
}

export interface PlatformRandom {
  /** Unpredictable bytes, 1 to 1,024 of them. */
  bytes(count: number): Uint8Array
}

export interface PlatformCrypto {
  /** The SHA-256 of bytes, or of the UTF-8 bytes of a text, in lower-case hexadecimal. */
  sha256(data: string | Uint8Array): Promise<string>
}

/** Hints only: a state of the connection is never derived from them. */
export interface PlatformNetwork {
  /** Calls back when the platform says that the network came back. Returns what ends it. */
  onOnline(listener: () => void): () => void
}

export interface PlatformPage {
  /** Calls back when the page is shown again, or the device woke up. Returns what ends it. */
  onShow(listener: () => void): () => void
  /** Calls back when the page is hidden or about to go away. Returns what ends it. */
  onHide(listener: () => void): () => void
  /** Calls back when the page is about to be stopped or put away, and may never run again. Returns what ends it. */
  onFreeze(listener: () => void): () => void
}

export interface PlatformLocks {
  /**
   * Takes the exclusive lock `name`, over all tabs and workers of this origin or process group, if it is free.
   * Resolves with what releases it (idempotent), or `undefined` when another holds it.
   */
  tryAcquire(name: string): Promise<(() => void) | undefined>
  /**
   * Waits for the lock, behind those who waited before, and takes it. A lock is free once its holder released it, closed or
   * crashed; never while it is only stopped. Rejects once `signal` fires, and then does not hold it.
   */
  acquire(name: string, options: { readonly signal: CancelSignal }): Promise<() => void>
}
