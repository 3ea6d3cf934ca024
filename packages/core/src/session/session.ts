import type { CancelSignal } from '../contract/cancel-signal.js'
import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { OperationName } from '../contract/operations.js'
import type { TransportConnection } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { createCancellation } from '../runtime/cancellation.js'
import { createIdentifier } from '../runtime/identifier.js'
import { createSyncEngine, type SyncEngine, type SyncLink } from '../sync/engine.js'
import { createOutboxSender, type OutboxSender } from '../sync/outbox/sender.js'
import { keepFirstScreen, type FirstScreen } from '../store/first-screen.js'
import { createConnectionLoop, type Refusal } from './connection.js'
import { createCredentials, type CredentialsStart } from './credentials.js'
import type { LateSink } from './late-sink.js'
import type { SessionContext } from './session-context.js'
import { openSessionStorage, type OpenStorage, type SessionStorage } from './session-storage.js'
import { createTokenLife } from './token-life.js'
import { fetchToken } from './token-provider.js'

/** From a successful login to its end: everything that a call needs of the signed-in user. */
export interface Session {
  readonly userID: string
  /** As of the last login or connection. */
  readonly userName: string
  /** Longest text of a message, in bytes of UTF-8, as the backend last stated. */
  readonly maxTextBytes: number
  readonly latestServerTime: number
  readonly storage: SessionStorage
  readonly engine: SyncEngine
  /** The opened database. Rejects with the code by which opening failed. */
  opened(): Promise<OpenStorage>
  /** The live connection. Throws `not-connected` with the state in its details (OL-12). */
  connected(): TransportConnection
  /** Whether the transport has the operation. */
  offers(operation: OperationName): boolean
  /** Throws `not-supported` for an operation that the transport does not have. */
  requireOperation(operation: OperationName): void
  /** Pulls to the boundary of the change log. Rejects `not-connected`, and with what it failed with. */
  syncNow(): Promise<void>
  /** Fires when the session ends; for calls under way. */
  readonly signal: CancelSignal
  /** Something was enqueued. */
  wakeOutbox(): void
  /** What may be shown while the database opens; `undefined` when there is nothing, or the database is no longer opening. */
  firstScreen(): Promise<FirstScreen | undefined>
  /** Resolves when what was deleted is gone from the first screen too. */
  flushFirstScreen(): Promise<void>
  renewToken(token: string): Promise<void>
  /** Ends the connection and the timers, and closes the database. Tells nobody. Calls under way reject with `reason`. */
  close(reason: ChatError): Promise<void>
}

/** What a session begins with. */
export interface SessionStart extends CredentialsStart {
  readonly tokenExpiresAt: number | undefined
  /** Until when the token may be used offline, when that is later. */
  readonly offlineUntil: number | undefined
  /** The name to go by from now on, told to the backend with the next connection. */
  readonly userName: string | undefined
  /** The connection that an online login made, and the sink that it delivers to. */
  readonly opened?: { readonly connection: TransportConnection; readonly lateSink: LateSink }
}

export function startSession(
  context: SessionContext & { readonly onToken: (token: string) => void },
  start: SessionStart,
  /** Called once, when the session cannot go on. Ends it. */
  onRefused: (refusal: Refusal) => Promise<void>,
): Session {
  const { platform, journal, emitter, status, transport } = context
  const ending = createCancellation()
  const { userID } = start.record
  const storage = openSessionStorage({ app: context.app, userID, driver: context.storage, platform, emitter, journal })
  const engine = createSyncEngine({ storage: storage.opened, emitter, journal, clock: platform.clock })
  const credentials = createCredentials(start, {
    lastLogin: context.lastLogin,
    crypto: platform.crypto,
    tokenReader: context.tokenReader,
    now: () => platform.clock.now(),
  })
  let link: SyncLink | undefined
  let sender: OutboxSender | undefined
  let userName = start.userName
  /** The provider's answer to a refusal, until the backend has accepted it. */
  let isReplacementOnTrial = false
  const firstScreenKeeper = keepFirstScreen({ ...context, userID, storage: storage.opened })
  // Read at once, side by side with the opening of the database, whose place it takes meanwhile.
  const firstScreen = context.firstScreen.read(userID)

  const tokenLife = createTokenLife({
    clock: platform.clock,
    onWillExpire(secondsLeft) {
      emitter.emit('tokenWillExpire', { secondsLeft })
      void renewFromProvider()
    },
    onExpired() {
      // Never while the session is being made, when there is nothing to end yet.
      void Promise.resolve().then(() => refuse({ event: ConnectionEvent.TokenExpired, code: 'token-expired' }))
    },
  })

  const loop = createConnectionLoop({
    platform,
    journal,
    connect,
    setState: (state, event) => {
      status.set(state, event)
    },
    onConnected(connection) {
      link?.start(connection)
      storage.opened.then(
        (open) => {
          if (loop.connection !== connection) return
          sender ??= createSender(open)
          sender.start(connection)
        },
        // `storageStateChanged` has told why.
        () => undefined,
      )
    },
    onDisconnected() {
      link?.end()
      sender?.stop()
    },
    async onRefused(refusal) {
      // A token that the backend no longer takes may be replaced once. When it does not take that one either, the refusal
      // is about the user, and asking for ever would hide it (OL-16, OL-17).
      const isAboutToken = refusal.code === 'token-refused' || refusal.code === 'token-expired'
      if (isAboutToken && !isReplacementOnTrial && (await renewFromProvider())) {
        isReplacementOnTrial = true
        return true
      }
      await refuse(refusal)
      return false
    },
  })

  function requireConnection(): TransportConnection {
    if (loop.connection !== undefined && status.state === ConnectionState.Connected) return loop.connection
    throw new ChatError('not-connected', { details: { state: status.state } })
  }

  function offers(operation: OperationName): boolean {
    return transport.supports.operations?.includes(operation) ?? false
  }

  function createSender({ store, writer, attempts }: OpenStorage): OutboxSender {
    return createOutboxSender({
      store,
      writer,
      attempts,
      platform,
      journal,
      staleMessages: context.staleMessages,
      catchUp: async () => link?.catchUp(),
      deduplicates: transport.supports.deduplicates ?? false,
    })
  }

  async function connect(signal: CancelSignal): Promise<TransportConnection> {
    const opened = engine.openLink()
    const deviceID = await context.lastLogin.deviceID(() => createIdentifier(platform))
    const connection = await transport.connect(
      {
        userID,
        credential: credentials.credential(),
        deviceID,
        platform: platform.name,
        ...(userName === undefined ? {} : { userName }),
      },
      opened.sink,
      { signal },
    )
    try {
      await credentials.accepted(connection.account)
    } catch (failure) {
      await connection.close()
      throw failure
    }
    userName = undefined
    isReplacementOnTrial = false
    watchToken()
    link = opened
    return connection
  }

  function watchToken(): void {
    const { tokenExpiresAt, offlineUntil, latestServerTime } = credentials.record
    const expiresAt = credentials.credential().type === 'token' ? tokenExpiresAt : undefined
    tokenLife.set(expiresAt, { offlineUntil, latestServerTime })
  }

  async function renewFromProvider(): Promise<boolean> {
    const { tokenProvider } = context
    if (tokenProvider === undefined) return false
    const before = credentials.credential()
    try {
      const token = await fetchToken(tokenProvider, platform.clock, ending.signal)
      if (before.type === 'token' && before.token === token) return false
      await renewToken(token)
      return true
    } catch (failure) {
      journal.write('warning', 'login', 'The token provider gave no good token.', {
        code: ChatError.from(failure).code,
      })
      return false
    }
  }

  async function renewToken(token: string): Promise<void> {
    credentials.inspect(token)
    const { connection } = loop
    if (connection === undefined) {
      await credentials.replace(token, undefined)
      loop.retryNow()
    } else {
      const operationID = createIdentifier(platform)
      const { tokenExpiresAt } = await connection.call('renewToken', { token }, { operationID, signal: ending.signal })
      await credentials.replace(token, tokenExpiresAt)
    }
    context.onToken(token)
    if (!ending.signal.aborted) watchToken()
  }

  let isRefused = false
  async function refuse(refusal: Refusal): Promise<void> {
    if (isRefused || ending.signal.aborted) return
    isRefused = true
    await onRefused(refusal)
  }

  tokenLife.set(start.credential.type === 'token' ? start.tokenExpiresAt : undefined, {
    offlineUntil: start.offlineUntil,
    latestServerTime: start.record.latestServerTime,
  })
  if (start.opened === undefined) {
    loop.start()
  } else {
    link = engine.openLink()
    start.opened.lateSink.bind(link.sink)
    loop.start(start.opened.connection)
  }

  return {
    userID,
    get userName() {
      return credentials.record.userName
    },
    get maxTextBytes() {
      return credentials.record.maxTextBytes
    },
    get latestServerTime() {
      return credentials.record.latestServerTime
    },
    storage,
    engine,
    opened: () => storage.opened,
    connected: requireConnection,
    offers,
    requireOperation(operation) {
      if (!offers(operation)) {
        throw new ChatError('not-supported', { details: { feature: operation } })
      }
    },
    async syncNow() {
      requireConnection()
      await link?.catchUp()
    },
    signal: ending.signal,
    wakeOutbox() {
      sender?.wake()
    },
    async firstScreen() {
      const screen = await firstScreen
      return storage.state.state === 'opening' && !ending.signal.aborted ? screen : undefined
    },
    flushFirstScreen: () => firstScreenKeeper.flush(),
    renewToken,
    async close(reason) {
      ending.cancel(reason)
      tokenLife.stop()
      link?.end()
      sender?.stop()
      await loop.stop()
      await firstScreenKeeper.stop()
      await storage.close(reason)
    },
  }
}
