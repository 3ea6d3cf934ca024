import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Platform, PlatformClock } from '../contract/platform.js'
import type { StorageFiles } from '../contract/storage-driver.js'
import { filesOf } from '../runtime/content-files.js'
import type { ChatEventFact, Emitter } from '../events/emitter.js'
import {
  conversationKey,
  conversationRow,
  messageKey,
  prefetchConversations,
  refreshConversation,
  toConversation,
  totalUnreadMessageCount,
  unreadOf,
} from './conversation-rows.js'
import { createPacer, type Pacer } from '../runtime/pacer.js'
import type { Draft } from './draft.js'
import { messageChanges } from './message-changes.js'
import { keyOfRegisterRow } from './register-key.js'
import { registerChanges } from './register-changes.js'
import type { MessageRow, RegisterRow } from './schema.js'
import type { Store } from './store.js'
import type { UpdateOptions } from './update-queue.js'

/** One update in the making: the batch, and the events that will tell of it. */
export interface Update {
  readonly draft: Draft
  /** The user of the session. */
  readonly userID: string
  /** The device's clock at the beginning of the update. */
  readonly now: number
  /** What is shown of this conversation has to be recomputed. */
  touch(conversation: ConversationReference): void
  /** What is shown of this message may change: the difference is told once the batch is durable. */
  watch(message: MessageRow): void
  /** What this register holds may change, from what `row` shows: the difference is told once the batch is durable. */
  watchRegister(row: RegisterRow): void
  /** The bytes of the files of a content that `next`, in its place, does not hold go from this device once the batch is durable. */
  dropFile(content: MessageRow['content'] | undefined, next?: MessageRow['content']): void
  /** Tells listeners once the batch is durable. */
  report(fact: ChatEventFact): void
  /** For between the steps of long work. */
  readonly pacer: Pacer
}

/** Writes updates: what an update touched is recomputed in its batch, and told after it. */
export interface Writer {
  write<Result>(work: (update: Update) => Promise<Result>, options?: UpdateOptions): Promise<Result>
}

export function createWriter({
  store,
  emitter,
  clock,
  letOthersGoFirst,
  userID,
  files,
}: {
  readonly store: Store
  readonly emitter: Emitter
  readonly clock: PlatformClock
  readonly letOthersGoFirst?: Platform['letOthersGoFirst'] | undefined
  readonly userID: string
  readonly files?: StorageFiles | undefined
}): Writer {
  const pacer = createPacer({ clock, letOthersGoFirst })
  let toldUnread: number | undefined
  let counting: Promise<void> | undefined
  /** Whether what a conversation adds to the total has changed since it was counted. */
  let isTotalStale = true

  /** Those that were written together are counted together. */
  function tellUnread(): Promise<void> {
    counting ??= Promise.resolve().then(async () => {
      counting = undefined
      isTotalStale = false
      const unreadMessageCount = await totalUnreadMessageCount(store).catch((failure: unknown) => {
        isTotalStale = true
        throw failure
      })
      if (unreadMessageCount === toldUnread) return
      toldUnread = unreadMessageCount
      emitter.emit('conversationTotalUnreadMessageCountUpdated', { unreadMessageCount })
    })
    return counting
  }

  return {
    async write(work, options) {
      const touched = new Map<string, ConversationReference>()
      const watched = new Map<string, MessageRow>()
      const watchedRegisters = new Map<string, RegisterRow>()
      const facts: ChatEventFact[] = []
      const dropped: string[] = []
      let isCountChanged = false
      const result = await store.update(async (draft) => {
        const update: Update = {
          draft,
          userID,
          now: clock.now(),
          touch(conversation) {
            touched.set(conversationKey(conversation).join('\n'), conversation)
          },
          watch(message) {
            const place = messageKey(message).join('\n')
            if (!watched.has(place)) watched.set(place, message)
          },
          watchRegister(row) {
            const place = keyOfRegisterRow(row).join('\n')
            if (!watchedRegisters.has(place)) watchedRegisters.set(place, row)
          },
          dropFile(content, next) {
            if (content === undefined) return
            const kept = new Set(next === undefined ? [] : filesOf(next).map(({ fileID }) => fileID))
            dropped.push(...filesOf(content).flatMap(({ fileID }) => (kept.has(fileID) ? [] : [fileID])))
          },
          report(fact) {
            facts.push(fact)
          },
          pacer,
        }
        const result = await work(update)
        facts.push(...(await messageChanges(draft, [...watched.values()])))
        facts.push(...(await registerChanges(draft, [...watchedRegisters.values()], userID)))
        if (pacer.isDue()) await pacer.pause()
        await prefetchConversations(draft, [...touched.values()])
        // Side by side: what a refresh asks the storage for is then asked for at once, and not in one round trip after the other.
        const conversationList = await Promise.all(
          [...touched.values()].map(async (conversation) => {
            const row = await conversationRow(draft, conversation, update.now)
            const refreshed = await refreshConversation(draft, row)
            if (unreadOf(refreshed) !== unreadOf(row)) isCountChanged = true
            return toConversation(refreshed)
          }),
        )
        if (conversationList.length > 0) facts.push({ name: 'conversationChanged', event: { conversationList } })
        if (pacer.isDue()) await pacer.pause()
        return result
      }, options)
      // At once, so that updates that were written together are told in their order.
      for (const fact of facts) emitter.emitFact(fact)
      // What cannot be removed only takes room.
      for (const fileID of dropped) await files?.remove(fileID).catch(() => undefined)
      // What was counted before this was durable did not count it.
      if (isCountChanged) isTotalStale = true
      if (touched.size > 0 && isTotalStale) await tellUnread()
      return result
    },
  }
}
