import {
  createBackend,
  memoryFileStore,
  memoryLogStore,
  type Backend,
  type BackendClock,
  type BackendLimits,
  type DevicePolicy,
  type UserProfile,
} from '@latchkey/backend'
import { ChatError, type PublicKey, type TransportDriver, type User } from '@latchkey/core/driver'
import { loopbackAuthentication, type Authenticate } from './admission.js'
import type { Connectivity } from './connectivity.js'
import { withoutDeduplication } from './forgetful-store.js'
import { createGate } from './gate.js'
import type { LoopbackLink } from './loopback-link.js'
import { loopbackToken } from './loopback-token.js'
import { loopbackTransport, type NetworkSurroundings } from './loopback-transport.js'
import { manualClock } from './manual-clock.js'
import { sha256 } from './sha256.js'

export interface LoopbackNetworkOptions {
  /** Default: a `manualClock` that nobody advances. */
  readonly clock?: BackendClock
  /** Default: `loopbackToken`s, and `appSign` when it is given. */
  readonly authenticate?: Authenticate
  readonly appSign?: string
  readonly limits?: Partial<BackendLimits>
  /** What accounts are told to verify tokens with. */
  readonly publicKeys?: readonly PublicKey[]
  /** How long an issued token is good for. Default: a day. */
  readonly tokenLifeMs?: number
  /** Whether users who are new may connect. Default `true`. */
  readonly isRegistrationOpen?: boolean
  /** How many devices of one user may be connected at a time. Default `all`. */
  readonly devicePolicy?: DevicePolicy
  /** `false`: the backend forgets operationIDs at once, and its transports do not claim `deduplicates`. */
  readonly deduplicates?: boolean
}

/** A backend in this process, the network to it, and the hand that breaks it. No timer, no randomness, no global. */
export interface LoopbackNetwork {
  readonly backend: Backend
  /** A driver for one device. All drivers of a network reach the same backend. */
  transport(): TransportDriver
  addUser(profile: UserProfile): Promise<User>
  /** A token that begins now and is good for `tokenLifeMs`. */
  issueToken(
    userID: string,
    options?: { readonly nonce?: string; readonly keyID?: string; readonly offlineUntil?: number },
  ): string

  /** How many live links the user has. */
  countLinks(userID: string): number
  setConnectivity(connectivity: Connectivity): void
  /** Every live link ends `lost`. */
  cut(): void
  /** The user's live links end `kickedOut`. */
  kickOut(userID: string): void
  /** The user's live links end `refused`, and later attempts are refused with `token-refused`. */
  revoke(userID: string): void
  /** The user's live links end `unregistered`, and later attempts are refused with `user-unknown`. */
  unregister(userID: string): Promise<void>
  /** Live links whose token has ended by the clock end `expired`; without this they do with the next call. */
  expireTokens(): void
  /** From now on whatever goes to clients waits, in order, until `release`. */
  hold(): void
  release(): void
  /** The next operation is applied, but its answer never comes: its link ends `lost`. */
  loseNextAnswer(): void
  /** The next operation is not applied and fails with `error`. */
  failNextCall(error: ChatError): void
  /** The change log forgets everything up to now; messages stay. */
  trimLog(): Promise<void>
}

const dayMs = 24 * 60 * 60 * 1_000

export function createLoopbackNetwork({
  clock = manualClock(),
  appSign,
  authenticate = loopbackAuthentication(appSign),
  limits,
  publicKeys,
  tokenLifeMs = dayMs,
  isRegistrationOpen = true,
  devicePolicy = 'all',
  deduplicates = true,
}: LoopbackNetworkOptions = {}): LoopbackNetwork {
  const store = deduplicates ? memoryLogStore() : withoutDeduplication(memoryLogStore())
  const files = memoryFileStore({ sha256 })
  const backend = createBackend({ store, files, clock, ...(limits && { limits }) })
  const links = new Set<LoopbackLink>()
  const revoked = new Set<string>()
  const gate = createGate()
  let connectivity: Connectivity = 'up'
  let losesNextAnswer = false
  let failure: ChatError | undefined

  const surroundings: NetworkSurroundings = {
    backend,
    links,
    gate,
    deduplicates,
    isRegistrationOpen,
    devicePolicy,
    ...(publicKeys && { publicKeys }),
    now: () => clock.now(),
    connectivity: () => connectivity,
    async authenticate(request) {
      if (revoked.has(request.userID)) throw new ChatError('token-refused')
      return authenticate(request, clock.now())
    },
    async passAnswer(link) {
      if (losesNextAnswer) {
        losesNextAnswer = false
        link.end('lost', 'the answer got lost')
      }
      await gate.pass()
    },
    takeFailure() {
      const due = failure
      failure = undefined
      if (due) throw due
    },
  }

  function linksOf(userID: string): LoopbackLink[] {
    return [...links].filter((link) => link.userID === userID)
  }

  return {
    backend,
    transport: () => loopbackTransport(surroundings),
    addUser: (profile) => backend.putUser(profile),

    issueToken(userID, options = {}) {
      const issuedAt = clock.now()
      return loopbackToken(userID, { issuedAt, expiresAt: issuedAt + tokenLifeMs, ...options })
    },

    countLinks: (userID) => linksOf(userID).length,
    setConnectivity(next) {
      connectivity = next
    },
    cut() {
      for (const link of [...links]) link.end('lost', 'the network was cut')
    },
    kickOut(userID) {
      for (const link of linksOf(userID)) link.end('kickedOut')
    },
    revoke(userID) {
      revoked.add(userID)
      for (const link of linksOf(userID)) link.end('refused')
    },
    async unregister(userID) {
      await backend.unregisterUser(userID)
      for (const link of linksOf(userID)) link.end('unregistered')
    },
    expireTokens() {
      for (const link of [...links]) link.checkToken()
    },
    hold: () => gate.shut(),
    release: () => gate.open(),
    loseNextAnswer() {
      losesNextAnswer = true
    },
    failNextCall(error) {
      failure = error
    },
    trimLog: () => backend.trimLog(Number.MAX_SAFE_INTEGER),
  }
}
