import { createBackend, type UserProfile } from '@latchkey/backend'
import { ChatError, type User } from '@latchkey/core/driver'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { Server as HttpServer } from 'node:http'
import { join } from 'node:path'
import { createAuthentication } from './authentication.js'
import { openConnection } from './connection.js'
import { createConnections } from './connections.js'
import { diskFileStore } from './disk-file-store.js'
import { createHttpFront } from './http-front.js'
import { startHousekeeping } from './housekeeping.js'
import { openIssuerKeys } from './issuer-keys.js'
import { createSeeding, type Seeding } from './seeding.js'
import { defaultServerLimits, type ServerLimits } from './server-limits.js'
import { createServerLog } from './server-log.js'
import { assertServerOptions, type ServerOptions } from './server-options.js'
import { sqliteLogStore } from './sqlite/sqlite-log-store.js'
import { openSigningKeys, type SigningAlgorithm } from './signing-keys.js'
import { maxTokenLifeSeconds } from './token-claims.js'
import { createTokens } from './tokens.js'

/** A server that runs. */
export interface LatchkeyServer {
  /** Where clients connect to: `ws://…`. */
  readonly url: string
  readonly port: number
  /**
   * A token for `userID`, signed with the key in the folder. `lifeSeconds` 1 to 2,073,600 (24 days, OL-05); so is `offlineSeconds`,
   * for which it may be used offline when that is longer.
   */
  issueToken(
    userID: string,
    options: { readonly lifeSeconds: number; readonly offlineSeconds?: number },
  ): Promise<string>
  /**
   * Signs tokens with a new key from now on. Those of the old key stay good until they end; its private part is gone. At most 8 times
   * in 24 days.
   */
  rotateTokenKey(options?: { readonly algorithm?: SigningAlgorithm }): Promise<void>
  /** Registers a user, or changes a profile. */
  putUser(profile: UserProfile): Promise<User>
  /** The user's connections end, `kickedOut`; the user may come back. */
  kickOut(userID: string): void
  /** The user's connections end, `refused`, and the tokens issued up to now no longer hold. Refused: `user-not-found`. */
  revokeTokens(userID: string): Promise<void>
  /** The user's connections end, `unregistered`, and the user is refused from now on. Refused: `user-not-found`. */
  unregister(userID: string): Promise<void>
  /** Writes as if things had happened earlier. For demos and tests; whoever is connected is not told. */
  seed(work: (seeding: Seeding) => Promise<void>): Promise<void>
  /** Ends every connection as `lost`, so that clients come back, and closes the data. Idempotent. */
  close(): Promise<void>
}

/**
 * Starts a server on the data in `folder`. Rejects `invalid-argument`, `storage-owned-elsewhere` when another process has
 * that data open, the other `storage-` codes, and `backend-failed` when it cannot listen.
 */
export async function startServer(options: ServerOptions): Promise<LatchkeyServer> {
  assertServerOptions(options)
  const { folder, port = 0, host = '127.0.0.1', registration = 'open', retentionDays = 30 } = options
  const log = createServerLog(options.logger)
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new ChatError('storage-unavailable', { details: { reason: 'the folder cannot be made' }, cause })
  })
  const signingKeys = await openSigningKeys(folder)
  const issuerKeys = options.issuer && (await openIssuerKeys(options.issuer, { folder, log }))
  const tokens = createTokens({
    signingKeys,
    ...(options.tokenSecret !== undefined && { secret: new TextEncoder().encode(options.tokenSecret) }),
    ...(options.issuer && issuerKeys && { issuer: { keys: issuerKeys, options: options.issuer } }),
    ...(options.verifyToken && { verifier: options.verifyToken }),
  })
  const store = sqliteLogStore(join(folder, 'latchkey.sqlite'))
  const files = diskFileStore(join(folder, 'files'))
  const backend = createBackend({
    store,
    files,
    clock: { now: () => Date.now() },
    ...(options.limits && { limits: options.limits }),
  })
  const limits: ServerLimits = { ...defaultServerLimits, ...options.limits, ...backend.limits }
  const connections = createConnections({
    maxPerUser: limits.maxConnectionsPerUser,
    devicePolicy: options.devicePolicy ?? 'all',
  })
  const authentication = createAuthentication({
    backend,
    tokens,
    appSign: options.appSign,
    allowAppSignFromBrowsers: options.allowAppSignFromBrowsers ?? false,
    isRegistrationOpen: registration === 'open',
  })
  let violations = 0

  const front = createHttpFront({
    allowedOrigins: options.allowedOrigins ?? [],
    health: () => ({ status: 'ok', connections: connections.size, violations }),
    hasRoom: () => connections.size < limits.maxConnections,
    opened(socket, version, origin) {
      const connection = openConnection(socket, {
        version,
        origin,
        backend,
        authentication,
        limits,
        log,
        admitted: (admitted, request) => connections.admit(admitted, request),
        ended(ended, { reason, description = '' }) {
          connections.remove(ended)
          if (reason !== 'violation') return
          violations += 1
          log('warning', 'A connection ended because of what the client sent.', { details: { description } })
        },
      })
      connections.add(connection)
    },
  })

  try {
    await listen(front, port, host)
  } catch (cause) {
    await store.close()
    throw new ChatError('backend-failed', { details: { reason: 'cannot listen', host, port }, cause })
  }
  const stopHousekeeping = startHousekeeping({
    backend,
    connections,
    retentionDays,
    pulseIntervalMs: limits.pulseIntervalMs,
    log,
  })
  const address = front.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  const url = `ws://${host.includes(':') ? `[${host}]` : host}:${boundPort}`
  log('info', 'The server listens.', { details: { url } })

  async function stop(): Promise<void> {
    stopHousekeeping()
    issuerKeys?.stop()
    const closed = once(front, 'close')
    front.close()
    connections.endAll('lost', 'the server stops')
    front.closeAllConnections()
    await closed
    await store.close()
    log('info', 'The server stopped.')
  }
  let stopped: Promise<void> | undefined

  return {
    url,
    port: boundPort,
    async issueToken(userID, { lifeSeconds, offlineSeconds }) {
      assertLife('lifeSeconds', lifeSeconds)
      if (offlineSeconds !== undefined) assertLife('offlineSeconds', offlineSeconds)
      return tokens.issue(userID, lifeSeconds, offlineSeconds === undefined ? {} : { offlineSeconds })
    },
    rotateTokenKey: ({ algorithm = 'EdDSA' } = {}) => signingKeys.rotate(algorithm),
    putUser: (profile) => backend.putUser(profile),
    kickOut: (userID) => connections.endUser(userID, 'kickedOut'),
    async revokeTokens(userID) {
      await backend.revokeTokens(userID)
      connections.endUser(userID, 'refused')
    },
    async unregister(userID) {
      await backend.unregisterUser(userID)
      connections.endUser(userID, 'unregistered')
    },
    seed: (work) => work(createSeeding(store, files, limits)),
    close: () => (stopped ??= stop()),
  }
}

function assertLife(argument: string, seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= maxTokenLifeSeconds) return
  const rule = `an integer from 1 to ${maxTokenLifeSeconds}`
  throw new ChatError('invalid-argument', { details: { argument, rule } })
}

async function listen(front: HttpServer, port: number, host: string): Promise<void> {
  front.listen(port, host)
  // Rejects with the front's `error`, if that comes first.
  await once(front, 'listening')
}
