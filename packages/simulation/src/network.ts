import {
  ChatError,
  type Account,
  type CancelSignal,
  type ConnectRequest,
  type OperationName,
  type TransportConnection,
  type TransportDriver,
  type TransportSink,
} from '@latchkey/core/driver'
import { backendOperations, type Backend } from '@latchkey/backend'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import type { BackendHost } from './backend-host.js'
import { createLink, type Link } from './link.js'
import type { Random } from './random.js'
import type { Timeline } from './timeline.js'
import { createWire, type LinkFault, type WireOptions } from './wire.js'

/** What an attempt to connect meets. `hung`: no answer, ever. `captive`: an answer from something that is not the backend. */
export type Reachability = 'up' | 'refused' | 'hung' | 'captive'

/** The network as one device sees it. */
export interface NetworkPort {
  reachability: Reachability
  /** How many times slower than usual. */
  slowness: number
  readonly latencyMs: number
}

/** Who connects: one life of a client. */
export interface NetworkUser {
  readonly isDead: boolean
  readonly name: string
}

export interface Network {
  driver(port: NetworkPort, user: NetworkUser): TransportDriver
  readonly links: ReadonlyMap<Link, NetworkUser>
  /** How many links the client was ever given. */
  linksGiven(user: NetworkUser): number
  /** The user is not let in with tokens issued before. */
  revoke(userID: string): void
  /** The backend's machine died: its links are gone, and their clients learn of it sooner or later. */
  backendCrashed(): void
}

const operations: readonly OperationName[] = [...backendOperations, 'renewToken']
const tokens = loopbackTokenReader()

export function createNetwork(options: {
  readonly timeline: Timeline
  readonly random: Random
  readonly host: BackendHost
  readonly note: (who: string, what: string) => void
  readonly onFault: (fault: LinkFault) => void
  /** A link was made. */
  readonly onLink: (link: Link, user: NetworkUser) => void
}): Network {
  const { timeline, random, host, note, onFault, onLink } = options
  const links = new Map<Link, NetworkUser>()
  const given = new WeakMap<NetworkUser, number>()
  const revokedAt = new Map<string, number>()

  /** When the token ends. Throws `token-refused`, `token-expired`. */
  function admit(userID: string, token: string): number {
    const claims = tokens.read(token)
    if (claims?.userID !== userID || claims.issuedAt === undefined) throw new ChatError('token-refused')
    if (claims.issuedAt <= (revokedAt.get(userID) ?? -1)) throw new ChatError('token-refused')
    if (claims.expiresAt <= host.now()) throw new ChatError('token-expired')
    return claims.expiresAt
  }

  async function accept(backend: Backend, { userID, credential, userName }: ConnectRequest): Promise<Account> {
    if (credential.type !== 'token') throw new ChatError('token-refused')
    const tokenExpiresAt = admit(userID, credential.token)
    const user = await backend.admitUser(userID, {
      isRegistrationOpen: false,
      ...(userName === undefined ? {} : { userName }),
    })
    return {
      userID,
      userName: user.userName,
      serverTime: host.now(),
      tokenExpiresAt,
      limits: { maxTextBytes: backend.limits.maxTextBytes },
    }
  }

  function open(port: NetworkPort, user: NetworkUser, account: Account, backend: Backend, sink: TransportSink): Link {
    const wireOptions: WireOptions = {
      timeline,
      random,
      latencyMs: () => port.latencyMs * port.slowness,
      note: (what) => note(user.name, what),
      onFault,
      onSilent: () => link.end('lost'),
    }
    const wire = createWire(wireOptions)
    const link = createLink({
      backend,
      boot: host.boot,
      account,
      sink,
      wire,
      renew(userID, token) {
        const expiresAt = admit(userID, token)
        watch(expiresAt)
        return expiresAt
      },
      onEnd: (ended) => {
        links.delete(ended)
        stopWatch?.()
      },
    })
    let stopWatch: (() => void) | undefined
    function watch(expiresAt: number): void {
      stopWatch?.()
      stopWatch = wire.after(expiresAt - host.now(), () => link.end('expired'))
    }
    if (account.tokenExpiresAt !== undefined) watch(account.tokenExpiresAt)
    links.set(link, user)
    onLink(link, user)
    given.set(user, (given.get(user) ?? 0) + 1)
    return link
  }

  function connect(
    port: NetworkPort,
    user: NetworkUser,
    request: ConnectRequest,
    sink: TransportSink,
    signal: CancelSignal | undefined,
  ): Promise<TransportConnection> {
    return new Promise((resolve, reject) => {
      const isOver = () => user.isDead || signal?.aborted === true
      const later = (happen: () => void) =>
        timeline.after(port.latencyMs * port.slowness + random.below(10), () => {
          if (!isOver()) happen()
        })
      signal?.addEventListener('abort', () => reject(new ChatError('call-aborted')))
      later(() => {
        const { backend } = host
        note(user.name, `connect (${port.reachability})`)
        if (port.reachability === 'hung') return
        if (port.reachability === 'captive') return later(() => reject(new ChatError('protocol-violation')))
        if (port.reachability === 'refused' || backend === undefined) {
          return later(() => reject(new ChatError('transport-unreachable')))
        }
        const { boot } = host
        accept(backend, request).then(
          (account) =>
            later(() => {
              if (host.boot !== boot || host.backend === undefined) reject(new ChatError('transport-unreachable'))
              else resolve(open(port, user, account, backend, sink).connection)
            }),
          // A backend that died meanwhile answers nothing.
          (failure: unknown) => later(() => reject(ChatError.from(failure, 'transport-unreachable'))),
        )
      })
    })
  }

  return {
    driver: (port, user) => ({
      contractVersion: 1,
      name: 'simulated-network',
      supports: { operations, heads: true, deduplicates: true },
      connect(request, sink, { signal } = {}) {
        if (user.isDead) return new Promise(() => undefined)
        if (signal?.aborted === true) return Promise.reject(new ChatError('call-aborted'))
        return connect(port, user, request, sink, signal)
      },
    }),
    links,
    linksGiven: (user) => given.get(user) ?? 0,
    revoke(userID) {
      revokedAt.set(userID, host.now())
    },
    backendCrashed() {
      for (const link of [...links.keys()]) {
        if (random.chance(0.3)) link.wire.silence()
        else link.end('lost')
      }
    },
  }
}
