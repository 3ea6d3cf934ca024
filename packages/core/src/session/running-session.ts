import type { CancelSignal } from '../contract/cancel-signal.js'
import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { OperationName } from '../contract/operations.js'
import type { TransportConnection } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { createCancellation } from '../runtime/cancellation.js'
import { createIdentifier } from '../runtime/identifier.js'
import { atMost } from '../runtime/time-limit.js'
import { createSyncEngine, type SyncLink } from '../sync/engine.js'
import { createOutboxSender, type OutboxSender } from '../sync/outbox/sender.js'
import { keepFirstScreen } from '../store/first-screen.js'
import { createConnectionLoop } from './connection.js'
import { refusalOf, tokenEnded, type Refusal } from './refusal.js'
import { createCredentials, refuseForeignRecord } from './credentials.js'
import type { SessionContext } from './session-context.js'
import { openSessionStorage, type OpenStorage } from './session-storage.js'
import { createTokenLife } from './token-life.js'
import { createTokenRenewal } from './token-renewal.js'
import type { Session, SessionStart } from './session.js'

/** Nothing of a session is waited for any longer than this when it ends. */
const longestClosingMs = 20_000

export function startSession(
  context: SessionContext & { readonly onToken: (token: string) => void },
  start: SessionStart,
  /** Called once, when the session cannot go on. Ends it. */
  onRefused: (refusal: Refusal) => Promise<void>,
): Session {
  const { platform, journal, emitter, status, transport } = context
  const ending = createCancellation()
  const { userID } = start.record
  const storage = openSessionStorage({ ...context, driver: context.storage, userID })
  const engine = createSyncEngine({
    storage: storage.opened,
    emitter,
    journal,
    clock: platform.clock,
    changeTypes: context.transport.supports.changeTypes,
  })
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
  let closing: Promise<void> | undefined
  const firstScreenKeeper = keepFirstScreen({ ...context, userID, storage: storage.opened })
  // Read at once, side by side with the opening of the database, whose place it takes meanwhile.
  const firstScreen = context.firstScreen.read(userID)

  const tokenLife = createTokenLife({
    clock: platform.clock,
    onWillExpire(secondsLeft) {
      emitter.emit('tokenWillExpire', { secondsLeft })
      void renewal.renewFromProvider()
    },
    onExpired() {
      // Never while the session is being made, when there is nothing to end yet.
      void Promise.resolve().then(() => refuse(tokenEnded))
    },
  })

  const loop = createConnectionLoop({
    platform,
    journal,
    connect,
    setState: (state, event, code) => {
      status.set(state, event, code)
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
      const isAboutToken = refusal.code === 'token-refused' || refusal.code === 'token-expired'
      // Renewed since the connection was asked for: that one has not been refused.
      if (isAboutToken && renewal.offered !== credentials.credential()) return true
      // A token that the backend no longer takes may be replaced once. When it does not take that one either, the refusal
      // is about the user, and asking for ever would hide it (OL-16, OL-17).
      if (isAboutToken && !isReplacementOnTrial && context.tokenProvider !== undefined) {
        if (status.state === ConnectionState.Connected) {
          status.set(ConnectionState.Reconnecting, ConnectionEvent.LoginInterrupted, refusal.code)
        }
        if (await renewal.replaceFromProvider()) {
          isReplacementOnTrial = true
          return true
        }
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

  const renewal = createTokenRenewal({
    credentials,
    tokenProvider: context.tokenProvider,
    platform,
    journal,
    signal: ending.signal,
    connection: () => loop.connection,
    onRenewed(token) {
      context.onToken(token)
      watchToken()
    },
    retryNow: loop.retryNow,
  })

  function createSender({ store, writer, attempts, attachments }: OpenStorage): OutboxSender {
    return createOutboxSender({
      store,
      writer,
      attempts,
      platform,
      journal,
      staleMessages: context.staleMessages,
      catchUp: async () => link?.catchUp(),
      deduplicates: transport.supports.deduplicates ?? false,
      upload: attachments?.upload,
    })
  }

  async function connect(signal: CancelSignal): Promise<TransportConnection> {
    const opened = engine.openLink()
    const deviceID = await context.lastLogin.deviceID(() => createIdentifier(platform))
    const offered = credentials.credential()
    renewal.offered = offered
    const connection = await transport.connect(
      {
        userID,
        credential: offered,
        deviceID,
        platform: platform.name,
        ...(userName === undefined ? {} : { userName }),
      },
      opened.sink,
      { signal },
    )
    // Not only when the account is stored: another tab may connect from now on.
    const close = () => void connection.close()
    signal.addEventListener('abort', close)
    try {
      if (signal.aborted) throw ChatError.from(signal.reason)
      await credentials.accepted(connection.account, offered)
      // Renewed meanwhile: the backend is to go by the newer token.
      if (offered !== credentials.credential()) throw new ChatError('call-aborted')
    } catch (failure) {
      await connection.close()
      throw failure
    } finally {
      signal.removeEventListener('abort', close)
    }
    userName = undefined
    isReplacementOnTrial = false
    watchToken()
    link = opened
    return connection
  }

  function watchToken(): void {
    if (ending.signal.aborted) return
    const { tokenExpiresAt, offlineUntil, latestServerTime } = credentials.record
    const expiresAt = credentials.credential().type === 'token' ? tokenExpiresAt : undefined
    tokenLife.set(expiresAt, { offlineUntil, latestServerTime })
  }

  let isRefused = false
  async function refuse(refusal: Refusal): Promise<void> {
    if (isRefused || ending.signal.aborted) return
    isRefused = true
    await onRefused(refusal)
  }

  /** Ends the session when another user logged in here, or this one logged out, in a tab that could not tell it. */
  async function checkLastLogin(): Promise<void> {
    try {
      refuseForeignRecord(await context.lastLogin.read(), userID)
    } catch (failure) {
      const refusal = refusalOf(ChatError.from(failure))
      if (refusal?.isByBackend === false) await refuse(refusal)
    }
  }

  const stopShow = platform.page.onShow(() => void checkLastLogin())

  async function end(reason: ChatError): Promise<void> {
    ending.cancel(reason)
    stopShow()
    tokenLife.stop()
    link?.end()
    sender?.stop()
    await atMost(longestClosingMs, Promise.all([loop.stop(), firstScreenKeeper.stop()]), platform.clock)
    await storage.close(reason)
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
    async attachments() {
      const { attachments } = await storage.opened
      if (attachments !== undefined && transport.supports.files === true) return attachments
      throw new ChatError('not-supported', { details: { feature: 'files' } })
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
    renewToken: renewal.renew,
    start() {
      if (ending.signal.aborted) {
        void start.opened?.connection.close()
        return
      }
      const { credential, tokenExpiresAt, offlineUntil, record, opened } = start
      const { latestServerTime } = record
      tokenLife.set(credential.type === 'token' ? tokenExpiresAt : undefined, { offlineUntil, latestServerTime })
      if (opened !== undefined) {
        link = engine.openLink()
        opened.lateSink.bind(link.sink)
      }
      loop.start(opened?.connection)
    },
    reconnectNow() {
      loop.retryNow()
    },
    endRecord: credentials.end,
    close(reason) {
      closing ??= end(reason)
      return closing
    },
  }
}
