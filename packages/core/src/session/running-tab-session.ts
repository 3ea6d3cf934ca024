import type { CancelSignal } from '../contract/cancel-signal.js'
import type { StorageState } from '../contract/events.js'
import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import { ChatError } from '../errors/chat-error.js'
import { isErrorCode } from '../errors/error-codes.js'
import { createCancellation } from '../runtime/cancellation.js'
import { createDeferred } from '../runtime/deferred.js'
import { createFollower, type Follower } from '../tabs/follower.js'
import { createLeader, type RelayService } from '../tabs/leader.js'
import { encodeFacts, type RelayBody, type RelayMessage } from '../tabs/relay-message.js'
import { leaderLock } from '../tabs/relay-channel.js'
import { endOf } from './ended.js'
import { logInOffline } from './login.js'
import { startSession } from './running-session.js'
import type { SessionStart } from './session.js'
import type { SessionContext } from './session-context.js'
import { untilConnected } from './connection-wait.js'
import { storageStateOf, type Leading, type Role } from './tab-role.js'
import { ledElsewhere, type TabSession, type TabSessionListener } from './tab-session.js'

export function startTabSession(
  context: SessionContext,
  start: SessionStart,
  service: RelayService,
  listener: TabSessionListener,
): TabSession {
  const { platform, emitter, status, channel } = context
  const { userID } = start.record
  const lockName = leaderLock(context.app, userID)
  const epochs = { highest: 0 }
  let credential = start.credential
  let role: Role = { name: 'undecided' }
  let decided = createDeferred<void>()
  let waiting = createCancellation()
  let handingOver = Promise.resolve()
  let isPaused = false
  let isClosing = false

  function enter(next: Role): void {
    role = next
    if (next.name === 'undecided') decided = createDeferred()
    else decided.resolve()
    listener.onRole()
  }

  /** Whether nothing has happened since that makes `expected` obsolete. */
  const is = (expected: Role) => role === expected

  async function decide(): Promise<void> {
    const before = role
    // Without other tabs to talk to, the storage driver alone says who owns the database.
    if (!channel.isSupported) {
      lead(start, () => undefined)
      return
    }
    const release = start.release ?? (await platform.locks.tryAcquire(lockName))
    if (is(before) && release !== undefined) {
      lead(start, release)
      return
    }
    release?.()
    // The tab that leads has a connection of its own.
    void start.opened?.connection.close()
    if (is(before)) follow({ state: 'opening' })
  }

  function lead(from: SessionStart, release: () => void): void {
    epochs.highest += 1
    const session = startSession({ ...context, onToken }, from, listener.onRefused)
    const isOpening = () => session.storage.state.state === 'opening'
    const leader = createLeader({ channel, userID, clock: platform.clock, emitter, service, state, isOpening })
    const leading: Leading = { name: 'leading', session, leader, release }
    enter(leading)
    leader.tell(state())
    session.start()
    session.opened().then(
      ({ store }) => {
        if (!is(leading)) return
        epochs.highest = Math.max(epochs.highest, store.epoch)
        leader.tell(state())
      },
      // `storageStateChanged` has told why.
      () => undefined,
    )
  }

  function state(): RelayBody {
    const connection = { state: status.state, event: status.event, extendedData: status.code ?? '' }
    return {
      type: 'state',
      epoch: epochs.highest,
      connection,
      storage: encodeFacts(storageStateOf(role)) as StorageState,
    }
  }

  /** Followers go by the leader's token, which is the one that the backend accepted last. */
  function tellToken(to?: string): void {
    if (credential.type === 'token') channel.post(userID, { type: 'token', token: credential.token }, to)
  }

  function onToken(token: string): void {
    credential = { type: 'token', token }
    tellToken()
  }

  function follow(isStorageToldAs: StorageState): void {
    const follower = createFollower({
      channel,
      userID,
      platform,
      emitter,
      isStorageToldAs,
      epochs,
      onConnection({ state: connectionState, event, extendedData }) {
        status.set(connectionState, event, isErrorCode(extendedData) ? extendedData : undefined)
      },
    })
    const following: Role = { name: 'following', follower }
    enter(following)
    waitForPlace(following, follower)
  }

  /** Queues up for the place of the leader. Never while the page may be stopped: it would have the place and not know. */
  function waitForPlace(following: Role, follower: Follower): void {
    if (isPaused) return
    waiting = createCancellation()
    const { signal } = waiting
    platform.locks.acquire(lockName, { signal }).then(
      (release) => takeOver(following, follower, { release, signal }),
      // No longer waiting.
      () => undefined,
    )
  }

  /** The leader is gone, and this tab is the next one: by the same checks as a login on this device. */
  async function takeOver(
    following: Role,
    follower: Follower,
    { release, signal }: { readonly release: () => void; readonly signal: CancelSignal },
  ): Promise<void> {
    try {
      const next = await logInOffline(context, { userID, credential, userName: undefined }, signal)
      if (!is(following) || signal.aborted) throw ledElsewhere
      if (status.state === ConnectionState.Connected) {
        status.set(ConnectionState.Reconnecting, ConnectionEvent.LoginInterrupted)
      }
      lead(next, release)
      follower.stop(ledElsewhere)
    } catch (failure) {
      release()
      // Put away in the middle of it, the page queues up again when it is shown.
      if (is(following) && !signal.aborted) listener.onEnded(endOf(ChatError.from(failure).code))
    }
  }

  /** Gives the session up to another tab. Calls under way go on there. */
  function handOver({ session, leader, release }: Leading, next: (told: StorageState) => void): void {
    // Nobody follows here any more; the place is given up with the rest.
    if (isClosing) return
    const told = session.storage.state
    leader.stop()
    enter({ name: 'undecided' })
    const before = role
    handingOver = session.close(ledElsewhere).finally(() => {
      release()
      if (is(before)) next(told)
    })
    handingOver.catch((failure: unknown) => {
      context.journal.write('error', 'storage', 'Handing over failed.', { code: ChatError.from(failure).code })
    })
  }

  // The fence of the database: another tab writes, whatever the locks say.
  const stopFence = emitter.on('storageStateChanged', (next) => {
    if (next.state === 'takenOver' && role.name === 'leading') handOver(role, follow)
  })
  const stopFreeze = platform.page.onFreeze(() => {
    isPaused = true
    if (role.name === 'following') {
      waiting.cancel(ledElsewhere)
      role.follower.pause()
    }
    if (role.name === 'leading' && role.leader.hasFollowers) handOver(role, follow)
  })
  const stopShow = platform.page.onShow(() => {
    if (!isPaused) return
    isPaused = false
    if (role.name !== 'following') return
    role.follower.resume()
    waitForPlace(role, role.follower)
  })

  function becomeOutdated(): void {
    if (isClosing) return
    waiting.cancel(new ChatError('client-outdated'))
    const outdate = () => {
      enter({ name: 'outdated' })
      emitter.emit('storageStateChanged', storageStateOf(role))
      status.set(ConnectionState.Reconnecting, ConnectionEvent.LoginInterrupted, 'client-outdated')
    }
    if (role.name === 'leading') handOver(role, outdate)
    else if (role.name !== 'outdated') outdate()
  }

  /** Another tab says that it leads: the one with the higher epoch does. */
  function meet(leading: Leading, epoch: number, from: string): void {
    if (epoch > epochs.highest || (epoch === epochs.highest && from > channel.tabID)) handOver(leading, follow)
    else leading.leader.tell(state())
  }

  function hear(message: RelayMessage): void {
    if (message.userID !== userID) {
      if (message.type === 'login') listener.onEnded(endOf('different-user'))
      return
    }
    switch (message.type) {
      case 'ended':
        listener.onEnded({
          event: message.event,
          code: isErrorCode(message.code) ? message.code : undefined,
        })
        break
      case 'token':
        credential = { type: 'token', token: message.token }
        break
      default:
        if (role.name === 'leading') {
          if (message.type === 'hello') epochs.highest = Math.max(epochs.highest, (message.epoch ?? 0) + 1)
          if (message.type === 'state') meet(role, message.epoch, message.from)
          else role.leader.hear(message)
          if (message.type === 'hello') tellToken(message.from)
        }
        if (role.name === 'following') role.follower.hear(message)
    }
  }
  const stopListening = channel.listen({
    onMessage: hear,
    onNewer(ofUser) {
      if (ofUser === userID) becomeOutdated()
    },
  })

  return {
    userID,
    get leading() {
      return role.name === 'leading' ? role.session : undefined
    },
    get storageState() {
      return storageStateOf(role)
    },
    start() {
      if (role.name === 'undecided') void decide()
      else {
        start.release?.()
        void start.opened?.connection.close()
      }
    },
    async firstScreen() {
      return context.firstScreen.read(userID)
    },
    async call(call, local) {
      for (;;) {
        if (role.name === 'undecided') await decided.promise
        const before = role
        try {
          if (before.name === 'closed') throw before.reason
          if (before.name === 'outdated') throw new ChatError('client-outdated')
          return await local().catch((failure: unknown) => {
            if (failure !== ledElsewhere || role.name !== 'following') throw failure
            return role.follower.call(call) as ReturnType<typeof local>
          })
        } catch (failure) {
          if (is(before)) throw failure
          if (role.name === 'closed') throw failure === ledElsewhere ? role.reason : failure
        }
      }
    },
    async confirm(token, signal) {
      if (role.name !== 'leading') throw ledElsewhere
      const { session } = role
      await untilConnected(context, session, signal)
      if (credential.type === 'token' && credential.token !== token) await session.renewToken(token)
    },
    live(query, listener) {
      // While nobody leads there is nothing to show yet; `onRole` tells when to ask again.
      return role.name === 'following'
        ? role.follower.live(query, listener)
        : { lengthen: async () => undefined, stop() {} }
    },
    async close(reason) {
      isClosing = true
      waiting.cancel(reason)
      stopFreeze()
      stopShow()
      stopFence()
      if (role.name === 'leading') await role.session.close(reason)
      else {
        if (role.name === 'following') role.follower.stop(reason)
        enter({ name: 'closed', reason })
        await handingOver.catch(() => undefined)
      }
    },
    release(ended) {
      stopListening()
      if (role.name !== 'leading') return
      const { leader, release } = role
      leader.stop()
      if (ended !== undefined) leader.tell({ type: 'ended', event: ended.event, code: ended.code ?? '' })
      enter({ name: 'closed', reason: new ChatError('not-logged-in') })
      release()
    },
  }
}
