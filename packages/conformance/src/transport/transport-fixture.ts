import type { Credential, TransportDriver, TransportSignal, TransportSupports } from '@latchkey/core/driver'

type Done = void | Promise<void>

/** One of the two users of a fixture. */
export interface TransportParty {
  readonly userID: string
  /** One device's driver. The kit opens several connections over it, one device each. */
  readonly driver: TransportDriver
  /** A credential with which the backend accepts this user now. */
  credential(): Credential | Promise<Credential>
}

/**
 * What the kit can do to the network and to the backend. Every control is optional; the cases that need one that is absent
 * are skipped and say so.
 */
export interface TransportControl {
  /** Breaks every live link. */
  readonly cut?: () => Done
  /** From now on attempts fail at once, until `restore`. */
  readonly refuse?: () => Done
  /** From now on attempts are accepted and never answered, until `restore`; those made meanwhile stay so. */
  readonly hang?: () => Done
  /** Resolves once an attempt made under `hang` has got to where it hangs. */
  readonly restore?: () => Done
  /** From now on whatever goes to devices waits, in order, until `release`. */
  readonly hold?: () => Done
  readonly release?: () => Done
  /** The next operation is applied, but its answer never comes: its link breaks. */
  readonly loseNextAnswer?: () => Done
  /** Sends something that is not valid over the user's live links. */
  readonly corrupt?: (userID: string) => Done
  readonly signal?: (userID: string, signal: TransportSignal) => Done

  /** Resolves once the backend, or the network before it, holds no link of the user. */
  readonly linksGone?: (userID: string) => Promise<void>
  readonly kickOut?: (userID: string) => Done
  /** The user's credentials no longer hold. */
  readonly revoke?: (userID: string) => Done
  readonly unregister?: (userID: string) => Done
  /** The change log forgets everything up to now. */
  readonly trimLog?: () => Done

  /** A credential that was never good. */
  readonly falseCredential?: (userID: string) => Credential | Promise<Credential>
  /** A token that was good and has ended. */
  readonly expiredCredential?: (userID: string) => Credential | Promise<Credential>
  /** A token that ends soon after `expire` was called, if not before. */
  readonly endingCredential?: (userID: string) => Credential | Promise<Credential>
  readonly expire?: () => Done
  readonly appSignCredential?: (userID: string) => Credential | Promise<Credential>
}

/** Two users who know nothing of each other yet, at one backend that knows both. */
export interface TransportFixture {
  readonly ada: TransportParty
  readonly bob: TransportParty
  readonly control: TransportControl
  /** Every connection of the case is closed by then. */
  readonly dispose?: () => Done
}

/** What the kit is told of a driver. */
export interface TransportKitOptions {
  /** What the driver claims, said once more, so that a claim cannot be lost unseen. */
  readonly supports: TransportSupports
  /** The controls that every fixture has, named once more for the same reason. */
  readonly controls: readonly (keyof TransportControl)[]
  /** Makes a fixture. Called once for every case and direction. */
  readonly create: () => TransportFixture | Promise<TransportFixture>
  /** How long a case may wait for a fact before it fails. Default 10,000. */
  readonly deadlineMs?: number
}
