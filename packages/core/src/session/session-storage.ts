import type { StorageState } from '../contract/events.js'
import type { Platform } from '../contract/platform.js'
import type { StorageDriver } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import type { Emitter } from '../events/emitter.js'
import { createCancellation } from '../runtime/cancellation.js'
import { createDeferred } from '../runtime/deferred.js'
import { createIdentifier } from '../runtime/identifier.js'
import type { Journal } from '../runtime/journal.js'
import { atMost } from '../runtime/time-limit.js'
import { schema } from '../store/schema.js'
import { createStore, type Store } from '../store/store.js'
import { createWriter, type Writer } from '../store/writer.js'
import type { Attachments, OpenAttachments } from '../sync/attachments.js'
import { openAttempts, type Attempts } from '../sync/outbox/attempts.js'

/** The user's database, opened. */
export interface OpenStorage {
  readonly store: Store
  readonly writer: Writer
  readonly attempts: Attempts
  /** Absent where the storage keeps no files, or no feature has them. */
  readonly attachments?: Attachments
}

/** The user's database, from the beginning of a session to its end. */
export interface SessionStorage {
  readonly state: StorageState
  /** Rejects with the code by which opening failed, or the reason of `close`. */
  readonly opened: Promise<OpenStorage>
  /** Waits a while for an opening under way, then gives everything back. Who waits for it is refused at once. */
  close(reason: ChatError): Promise<void>
}

/** A driver that has not opened by then is not waited for any more: what it opens later is closed by itself. */
const longestOpeningMs = 10_000
/** A driver that has not closed by then is not waited for any more. */
const longestClosingMs = 10_000

/** Begins to open, in the background: a login never waits for it (OL-08). */
export function openSessionStorage({
  app,
  userID,
  driver,
  platform,
  emitter,
  journal,
  openAttachments,
}: {
  readonly app: string
  readonly userID: string
  readonly driver: StorageDriver
  readonly platform: Platform
  readonly emitter: Emitter
  readonly journal: Journal
  readonly openAttachments: OpenAttachments | undefined
}): SessionStorage {
  let state: StorageState = { state: 'opening' }
  const ending = createCancellation()
  const opened = createDeferred<OpenStorage>()

  function setState(next: StorageState): void {
    state = next
    emitter.emit('storageStateChanged', next)
  }

  async function open(): Promise<void> {
    // Told once the session is the one that there is, so that a listener may use it.
    await Promise.resolve()
    if (ending.signal.aborted) throw new ChatError('storage-closed')
    emitter.emit('storageStateChanged', state)
    const session = await driver.open({ app, userID }, schema, { signal: ending.signal })
    try {
      const store = await createStore(session, {
        writerID: createIdentifier(platform),
        onTakenOver: () => {
          setState({ state: 'takenOver' })
        },
      })
      const writer = createWriter({
        store,
        emitter,
        clock: platform.clock,
        letOthersGoFirst: platform.letOthersGoFirst,
        userID,
        files: session.files,
      })
      const attempts = await openAttempts(store)
      const { files } = session
      const attachments = files && (await openAttachments?.({ files, store, writer, emitter }))
      if (ending.signal.aborted) throw new ChatError('storage-closed')
      opened.resolve({ store, writer, attempts, ...(attachments && { attachments }) })
    } catch (failure) {
      await session.close()
      throw failure
    }
    setState({
      state: 'open',
      isDurable: driver.supports.durable ?? false,
      encryption: driver.supports.encryption ?? 'none',
    })
  }

  const opening = open().catch((failure: unknown) => {
    const error = ChatError.from(failure, 'storage-failed')
    opened.reject(error)
    if (ending.signal.aborted) return
    journal.write('error', 'storage', 'The database could not be opened.', { code: error.code })
    setState({ state: 'failed', error })
  })

  return {
    get state() {
      return state
    },
    opened: opened.promise,
    async close(reason) {
      ending.cancel(new ChatError('storage-closed'))
      opened.reject(reason)
      await atMost(longestOpeningMs, opening, platform.clock)
      const storage = await opened.promise.catch(() => undefined)
      if (storage !== undefined) await atMost(longestClosingMs, storage.store.close(), platform.clock)
    },
  }
}
