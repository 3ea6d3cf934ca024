import type { PeerAudit } from './audit.ts'
import type { PeerCatchUp } from './peer-page.ts'

/** One catch-up of a client, and what was found in it. */
export interface PeerAttempt extends PeerCatchUp {
  readonly receivedBytes: number
  /** What the client has otherwise than the backend, while it is still open. */
  readonly whileOpen: PeerAudit
  /** The same of a client that is opened again without a network. Absent where the client keeps nothing. */
  readonly reopened?: PeerAudit
  /** What the backend has otherwise than the workload says. */
  readonly backend: PeerAudit
}

/** A client of another system, made ready. Every attempt begins with a copy of how things stood before it came back. */
export interface PeerRow {
  readonly name: string
  /** What is in its way, said beside its figures. */
  readonly remarks: readonly string[]
  attempt(delayMs: number): Promise<PeerAttempt>
}
