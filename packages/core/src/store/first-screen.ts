import type { Conversation } from '../contract/conversations.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Message } from '../contract/messages.js'
import type { Platform } from '../contract/platform.js'
import type { StorageDriver } from '../contract/storage-driver.js'
import { ChatError } from '../errors/chat-error.js'
import type { Journal } from '../runtime/journal.js'
import { createSerialQueue } from '../runtime/serial-queue.js'
import { utf8ByteLength } from '../runtime/utf8.js'
import { conversationKey, toConversation } from './conversation-rows.js'
import { toMessage } from './message-rows.js'
import type { TableName } from './schema.js'
import type { Store } from './store.js'

/** The small sealed snapshot that is readable before the database opens (design: first screen). */
export interface FirstScreen {
  readonly userID: string
  /** When the device had last caught up, by the backend's clock; absent when it never had. */
  readonly syncedAt?: number
  /** The top of the default conversation list, at most 50. Long previews are cut and marked. */
  readonly conversationList: readonly Conversation[]
  readonly hasMoreConversations: boolean
  /** The newest messages of the topmost conversations, oldest first, whole. */
  readonly histories: readonly (ConversationReference & { readonly messageList: readonly Message[] })[]
}

/** Reads and writes it. Without a sealing driver there is none: it would lie in the clear. */
export interface FirstScreenStore {
  /** Whether the storage driver seals. */
  readonly isKept: boolean
  /** `undefined` when there is none of this user, or it cannot be read. Never another user's. */
  read(userID: string): Promise<FirstScreen | undefined>
  write(screen: FirstScreen): Promise<void>
  remove(): Promise<void>
}

const recordName = 'first-screen'
const maxConversations = 50
const maxHistories = 3
const messagesPerHistory = 20
/** Characters of a preview; longer ones are cut. */
const maxPreviewLength = 120
/** What an earlier version did not write. */
const addedSince = { notificationStatus: 'notify', isMarkedUnread: false, isArchived: false, marks: [] } as const
/** What fits a small record of 64 KiB, with room for sealing. */
const maxBytes = 60_000
/** A crash loses at most this much of the screen's freshness. */
const shortestIntervalMs = 1_000

export function createFirstScreenStore(driver: StorageDriver, app: string): FirstScreenStore {
  if (driver.supports.sealed !== true) {
    return { isKept: false, read: async () => undefined, write: async () => undefined, remove: async () => undefined }
  }
  return {
    isKept: true,
    async read(userID) {
      const text = await driver.small.get(app, recordName).catch(() => undefined)
      if (text === undefined) return undefined
      // Only this code writes it, and the driver has authenticated it.
      const screen = JSON.parse(text) as FirstScreen
      if (screen.userID !== userID) return undefined
      return { ...screen, conversationList: screen.conversationList.map((known) => ({ ...addedSince, ...known })) }
    },
    write: (screen) => driver.small.put(app, recordName, JSON.stringify(screen)),
    remove: () => driver.small.remove(app, recordName),
  }
}

/** Keeps the first screen as fresh as the database, at most once a second. */
export interface FirstScreenKeeper {
  /** Writes it now, so that what was deleted is gone from it when this resolves. */
  flush(): Promise<void>
  stop(): Promise<void>
}

const shownTables: ReadonlySet<TableName> = new Set(['conversations', 'messages', 'users', 'groups'])

export function keepFirstScreen({
  userID,
  storage,
  firstScreen,
  platform,
  journal,
}: {
  readonly userID: string
  readonly storage: Promise<{ readonly store: Store }>
  readonly firstScreen: FirstScreenStore
  readonly platform: Platform
  readonly journal: Journal
}): FirstScreenKeeper {
  if (!firstScreen.isKept) return { flush: async () => undefined, stop: async () => undefined }
  const writes = createSerialQueue()
  let isStopped = false
  let isStale = false
  let stopTimer: (() => void) | undefined
  let stopWatching: (() => void) | undefined

  async function write(): Promise<void> {
    const { store } = await storage
    isStale = false
    await firstScreen.write(await takeFirstScreen(store, userID))
  }

  function writeSoon(): void {
    isStale = true
    stopTimer ??= platform.clock.startTimer(shortestIntervalMs, writeStale)
  }

  function writeStale(): void {
    stopTimer?.()
    stopTimer = undefined
    if (!isStale || isStopped) return
    writes.run(write).catch((failure: unknown) => {
      journal.write('warning', 'storage', 'The first screen was not written.', { code: ChatError.from(failure).code })
    })
  }

  const stopHide = platform.page.onHide(writeStale)
  storage.then(
    ({ store }) => {
      if (isStopped) return
      stopWatching = store.onWrite((tables) => {
        if ([...tables].some((table) => shownTables.has(table))) writeSoon()
      })
      writeSoon()
    },
    () => undefined,
  )

  return {
    flush: () => writes.run(write),
    async stop() {
      isStopped = true
      stopHide()
      stopWatching?.()
      stopTimer?.()
      // What the next launch shows first is what was there when this one ended.
      await writes.run(async () => {
        if (isStale) await write().catch(() => undefined)
      })
    },
  }
}

async function takeFirstScreen(store: Store, userID: string): Promise<FirstScreen> {
  const rows = await store.range('conversations', { index: 'by_activity', reverse: true, limit: maxConversations + 1 })
  const cursor = await store.get('meta', ['cursor'])
  const conversationList = rows.slice(0, maxConversations).map((row) => cutPreview(toConversation(row)))
  const histories: FirstScreen['histories'][number][] = []
  const screen: FirstScreen = {
    userID,
    ...(cursor?.name === 'cursor' ? { syncedAt: cursor.syncedAt } : {}),
    conversationList,
    hasMoreConversations: rows.length > maxConversations,
    histories,
  }
  let bytes = utf8ByteLength(JSON.stringify(screen))
  // Previews are bounded, but fifty of them in a script of three or four bytes a character may still be too many.
  while (bytes > maxBytes && conversationList.length > 0) {
    conversationList.pop()
    bytes = utf8ByteLength(JSON.stringify({ ...screen, hasMoreConversations: true }))
  }
  if (conversationList.length < Math.min(rows.length, maxConversations)) {
    return { ...screen, hasMoreConversations: true }
  }
  for (const { conversationType, conversationID } of conversationList.slice(0, maxHistories)) {
    const messageList = await store.range('messages', {
      index: 'by_order',
      prefix: conversationKey({ conversationType, conversationID }),
      reverse: true,
      limit: messagesPerHistory,
    })
    const history = { conversationType, conversationID, messageList: messageList.toReversed().map(toMessage) }
    bytes += utf8ByteLength(JSON.stringify(history)) + 1
    if (bytes > maxBytes) break
    histories.push(history)
  }
  return screen
}

function cutPreview(conversation: Conversation): Conversation {
  const { lastMessage } = conversation
  if (lastMessage === undefined) return conversation
  const { content } = lastMessage
  const preview =
    content.type === 'text'
      ? content.text
      : content.type === 'custom'
        ? content.payload
        : content.type === 'unsupported'
          ? content.original
          : // What is shown of the others is short.
            ''
  if (preview.length <= maxPreviewLength) return conversation
  // Cut between characters, never inside a surrogate pair.
  const cut = [...preview.slice(0, maxPreviewLength + 1)].slice(0, -1).join('').slice(0, maxPreviewLength)
  const cutContent =
    content.type === 'text'
      ? { ...content, text: cut }
      : content.type === 'custom'
        ? { ...content, payload: cut }
        : { ...content, original: cut }
  return { ...conversation, lastMessage: { ...lastMessage, content: cutContent }, isLastMessageCut: true }
}
