import type { Chat, ChatError, OperationSettlement } from '@latchkey/core'
import type { BackendHost } from './backend-host.js'
import type { Disk } from './disk.js'
import type { DeviceLedger } from './ledger.js'
import type { Network, NetworkPort } from './network.js'
import type { DevicePlan, FaultKind, OperationKind, Plan } from './plan.js'
import type { SimulatedPlatform } from './platform.js'
import type { Random } from './random.js'
import type { TabLocks } from './tab-locks.js'
import type { Timeline } from './timeline.js'
import type { Trace } from './trace.js'

/** Something that must never be. */
export interface Violation {
  /** Which rule, in one word. */
  readonly rule: string
  readonly text: string
  readonly time: number
}

/** Everything that one schedule happens in. */
export interface World {
  readonly plan: Plan
  readonly timeline: Timeline
  readonly trace: Trace
  readonly host: BackendHost
  readonly network: Network
  readonly devices: readonly Device[]
  readonly userIDs: readonly string[]
  /** Groups that exist, as far as their makers were told, by groupID. */
  readonly groupIDs: string[]
  readonly callIDs: string[]
  readonly violations: readonly Violation[]
  readonly operations: ReadonlyMap<OperationKind, number>
  readonly faults: ReadonlyMap<FaultKind, number>
  /** While it is over, nothing breaks any more. */
  isHealing: boolean
  note(who: string, what: string): void
  violate(rule: string, text: string): void
  operation(kind: OperationKind): void
  fault(kind: FaultKind, who: string): void
  /** Starts a client on the device and logs its user in again. */
  relaunch(device: Device): void
  /** Lets time pass until `work` has settled. */
  complete<Result>(work: Promise<Result>, limitMs: number): Promise<Result | undefined>
}

/** One installation: a disk, a clock, a way into the network, and the clients that run on it one after the other. */
export interface Device {
  readonly index: number
  readonly name: string
  readonly plan: DevicePlan
  readonly disk: Disk
  readonly port: NetworkPort
  readonly locks: TabLocks
  clockOffsetMs: number
  /** Whether its clock was ever changed while it ran. */
  hasJumped: boolean
  /** The messages and calls that the running client told of as new. */
  readonly received: Set<string>
  now(): number
  /** The client that runs; `undefined` between a crash and the next launch. */
  readonly life: Life | undefined
  /** Who used it last, and with which token. */
  lastLogin: { readonly userID: string; readonly token: string } | undefined
  freshToken(userID: string, lifeMs?: number): string
  /** Everybody who was ever logged in here. */
  usersOf(): readonly string[]
  /** What the device acknowledged to this user. */
  ledgerOf(userID: string): DeviceLedger
  /** All local data of the user was deleted on request. */
  wiped(userID: string): void
  launch(): Life
  /** A client stopped; another one is launched after a while, and its user logs in again. */
  lifeEnded(life: Life): void
  settled(settlement: OperationSettlement): void
  /** The operation was given up with the user's knowledge. */
  takeBack(operationID: string): void
  /** The operation failed, or was asked to be tried again after it had: later ones may be before it. */
  retried(operationID: string): void
  /** What the next accesses to the disk come to. */
  readonly trouble: DiskTrouble
}

/** Faults of the disk that are still to come. */
export interface DiskTrouble {
  /** The client dies at the n-th write from now. */
  crash: { writes: number; readonly verdict: 'crashBefore' | 'crashAfter' } | undefined
  /** Accesses that fail, after some that do not. */
  failure: { writes: number; reads: number } | undefined
  isFull: boolean
}

/** What the world sees of a running client: whoever asks for something shows it. */
export interface ClientRun {
  readonly name: string
  /** It crashed: nothing it does reaches the world any more. */
  readonly isDead: boolean
  /** The client stops in the middle of whatever it is doing. */
  die(): void
}

/** One run of the client on a device: a tab, from its opening to its end or its death. */
export interface Life extends ClientRun {
  readonly run: ClientRun
  readonly device: Device
  readonly chat: Chat
  readonly platform: SimulatedPlatform
  /** Calls that have not settled. */
  readonly pendingCalls: ReadonlySet<string>
  /** Makes a call in the user's name and watches over its end. Never rejects. */
  call<Result>(name: string, make: (chat: Chat) => Promise<Result>): Promise<CallOutcome<Result>>
}

export type CallOutcome<Result> =
  { readonly isDone: true; readonly result: Result } | { readonly isDone: false; readonly code: ChatError['code'] }

/** What a user does with a client that they are logged in to. Resolves when it is done; never rejects. */
export type Action = (world: World, life: Life, userID: string, random: Random) => Promise<void>
