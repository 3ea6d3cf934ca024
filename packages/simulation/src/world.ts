import type { ChatError, OperationSettlement } from '@latchkey/core'
import type { BackendHost } from './backend-host.js'
import type { Disk } from './disk.js'
import type { SimulatedChat } from './features.js'
import type { Screen } from './screen.js'
import type { DeviceLedger } from './ledger.js'
import type { Network, NetworkPort } from './network.js'
import type { DevicePlan, Plan } from './plan.js'
import type { FaultKind, OperationKind } from './step-kinds.js'
import type { SimulatedPlatform } from './platform.js'
import type { Random } from './random.js'
import type { Robbery } from './robbery.js'
import type { TabChannels } from './tab-channel.js'
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
  /** Opens a tab on the device and logs its user in again. */
  relaunch(device: Device): void
  /** Lets time pass until `work` has settled. */
  complete<Result>(work: Promise<Result>, limitMs: number): Promise<Result | undefined>
}

/** One installation: a disk, a clock, a way into the network, and the tabs that run on it. */
export interface Device {
  readonly index: number
  readonly name: string
  readonly plan: DevicePlan
  readonly disk: Disk
  readonly port: NetworkPort
  readonly locks: TabLocks
  /** What connects its tabs; absent where there is one at a time. */
  readonly channels: TabChannels | undefined
  clockOffsetMs: number
  /** Whether its clock was ever changed while it ran. */
  hasJumped: boolean
  now(): number
  /** The tabs that are open: none between a crash and the next launch. */
  readonly lives: readonly Life[]
  /** How many links its tabs were ever given. */
  linksGiven(): number
  /** Who used it last, and with which token. */
  lastLogin: { readonly userID: string; readonly token: string } | undefined
  /** How often anybody began to log in online. */
  onlineLogins: number
  freshToken(userID: string, lifeMs?: number): string
  /** By then every token of a short life has ended, in virtual time. */
  shortTokensUntil: number
  /** Everybody who was ever logged in here. */
  usersOf(): readonly string[]
  /** What the device acknowledged to this user. */
  ledgerOf(userID: string): DeviceLedger
  /** All local data of the user is about to be deleted on request, which any tab may carry out. */
  wipeBegins(userID: string): void
  /** It is deleted, or was not. */
  wipeEnded(userID: string): void
  /** Until then what belongs to the user may have been deleted on request, in virtual time. */
  wipedUntil(userID: string): number
  launch(): Life
  /** A tab crashed; another one is launched after a while, and its user logs in again. */
  lifeEnded(life: Life): void
  /** A tab was closed in good order. */
  closed(life: Life): void
  settled(settlement: OperationSettlement): void
  /** Whether the operation was ever given up, or has failed: also before anybody was told that it is there. */
  readonly takenBack: ReadonlySet<string>
  readonly failed: ReadonlySet<string>
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
  readonly chat: SimulatedChat
  readonly platform: SimulatedPlatform
  /** Its timers, its network and its channel stand still, and nobody uses it; it keeps its locks and its database. */
  readonly isFrozen: boolean
  freeze(): void
  /** Freezes it in front of the n-th thing from now that reaches it, in the middle of whatever it does. */
  freezeAfter(tasks: number, onFrozen: () => void): void
  wake(): void
  /** Whether its place was taken from it while it was frozen. */
  readonly robbery: Robbery
  /** Runs `task` unless it has died by then: when it is awake. */
  whenAwake(task: () => void): void
  /** The messages and calls that it told of as new. */
  readonly received: Set<string>
  /** What is open in the tab. */
  readonly screens: Set<Screen>
  /** Whether it fetches what it missed. */
  readonly isCatchingUp: boolean
  /** Calls that have not settled. */
  readonly pendingCalls: ReadonlySet<string>
  /** Makes a call in the user's name and watches over its end. Never rejects. */
  call<Result>(name: string, make: (chat: SimulatedChat) => Promise<Result>): Promise<CallOutcome<Result>>
}

export type CallOutcome<Result> =
  /** `askedAt`: when the call was made, in virtual time. */
  | { readonly isDone: true; readonly result: Result; readonly askedAt: number }
  | { readonly isDone: false; readonly code: ChatError['code'] }

/** What a user does with a client that they are logged in to. Resolves when it is done; never rejects. */
export type Action = (world: World, life: Life, userID: string, random: Random) => Promise<void>
