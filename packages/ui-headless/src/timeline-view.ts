import type { ConversationReference, Message } from '@latchkey/core'
import { createAttachedFile, type AttachedFile } from './attached-file.js'
import { avatarView, type AvatarView } from './avatar.js'
import { createDay } from './day.js'
import type { Kit } from './kit.js'
import { createMessageRows, type MessageRowView, type QuoteView, type RowContext } from './message-rows.js'
import { offersPinning } from './offered.js'
import { createOriginals } from './originals.js'
import { createOutboxView } from './outbox-view.js'
import { createParticipants } from './participants.js'
import { createPinnedMessages } from './pinned-messages.js'
import { createReactors, type Reactors } from './reactors.js'
import { createReaders, type Readers } from './readers.js'
import { createReadMessages } from './read-messages.js'
import { derive, type Readable } from './readable.js'
import { createReplies, type Replies } from './replies.js'
import { keepRows } from './row-identity.js'
import { createUploads } from './uploads.js'

export interface HeadingRowView {
  readonly type: 'day' | 'unread'
  readonly key: string
  readonly text: string
}

export type TimelineRowView = MessageRowView | HeadingRowView

export interface TimelineView {
  readonly title: string
  readonly avatar: AvatarView
  /** `last synced 14:02` while that matters, else empty. */
  readonly subtitle: string
  /** Oldest first. */
  readonly rows: readonly TimelineRowView[]
  readonly state: 'skeleton' | 'rows' | 'empty' | 'failed'
  readonly hasOlder: boolean
  /** Shown above the rows when older messages cannot be had now. */
  readonly olderNote: string
  readonly unreadCount: number
  /** The latest pinned first. */
  readonly pinned: readonly QuoteView[]
}

export interface Timeline extends Readable<TimelineView> {
  loadOlder(): Promise<void>
  /** Loads back to a message, up to 2,000 messages. `false` when it is not reached: it is behind a gap, or further back. */
  reveal(messageID: string): Promise<boolean>
  /** The person has seen the end of the conversation. */
  markRead(): Promise<void>
  /** The bytes of a file of a message; a new view of them with each call. */
  openFile(messageID: string, fileID: string): AttachedFile
  retry(operationID: string): Promise<void>
  discard(operationID: string): Promise<void>
  /** Gives the sign to a message, or takes it back. */
  react(messageID: string, sign: string): Promise<void>
  /** Pins it for everybody in the conversation, or unpins it. Rejects `limit-exceeded` with the twenty-first. */
  pin(messageID: string, isPinned: boolean): Promise<void>
  /** What answers a message; `undefined` for a chat that was made without it. */
  openReplies(messageID: string): Replies | undefined
  /** Who answered a message with a sign; `undefined` for a chat that was made without it. */
  openReactors(messageID: string): Reactors | undefined
  /** Who has read an own message in a group; `undefined` for a chat that was made without it. */
  openReaders(messageID: string): Readers | undefined
  /** Deletes it for everybody. */
  revoke(messageID: string): Promise<void>
  /** Deletes it on all devices of this user. */
  deleteForMe(messageID: string): Promise<void>
}

/** Bubbles of one author within this time are one run. */
const runMs = 5 * 60_000
const pageCount = 40
/** How far back a message is looked for. */
const maxRevealed = 2_000
/** Attempts without another message after which it counts as not to be reached, and how long each waits for one. */
const maxFruitless = 3
const longestReadMs = 1_000

export function createTimeline(kit: Kit, conversation: ConversationReference): Timeline {
  const { chat, texts, formats } = kit
  const history = chat.live.queryHistoryMessage(conversation, { count: pageCount })
  const head = chat.live.queryConversation(conversation)
  const outbox = createOutboxView(kit)
  const uploads = createUploads(kit, conversation)
  const people = createParticipants(kit, conversation)
  const originals = createOriginals(kit, conversation)
  const pinned = createPinnedMessages(kit, conversation)
  const readMessages = createReadMessages(kit, conversation, history)
  const { toRow, quoteView, failureOf } = createMessageRows(kit, conversation)
  /** The first unread message when the conversation was opened; `null`: there was none. */
  let firstUnreadID: string | null | undefined

  /** Whether something stands under `left`, so that the next bubble begins anew. */
  function hasFoot(left: Message, right: Message | undefined): boolean {
    return (
      failureOf(left, outbox.getSnapshot()) !== undefined ||
      (left.sentStatus === 'waiting' && right?.sentStatus !== 'waiting')
    )
  }

  function isSameRun(left: Message | undefined, right: Message | undefined): boolean {
    return (
      left !== undefined &&
      right !== undefined &&
      left.senderUserID === right.senderUserID &&
      !hasFoot(left, right) &&
      Math.abs(right.timestamp - left.timestamp) <= runMs &&
      formats.dayKey(left.timestamp) === formats.dayKey(right.timestamp) &&
      right.messageID !== firstUnreadID
    )
  }

  function contextOf(messages: readonly Message[]): RowContext {
    const known = new Map(messages.map((message) => [message.messageID, message]))
    return {
      people,
      isDisabled: head.getSnapshot().conversation?.isDisabled === true,
      isCurrent: history.getSnapshot().status === 'current',
      outbox: outbox.getSnapshot(),
      uploads: uploads.getSnapshot(),
      pinnedIDs: new Set(pinned.getSnapshot().map(({ messageID }) => messageID)),
      readIDs: readMessages.getSnapshot(),
      findOriginal: (messageID) => known.get(messageID) ?? originals.find(messageID),
    }
  }

  function rowsOf(messages: readonly Message[]): readonly TimelineRowView[] {
    const rows: TimelineRowView[] = []
    const context = contextOf(messages)
    messages.forEach((message, index) => {
      const [previous, next] = [messages[index - 1], messages[index + 1]]
      const day = formats.dayKey(message.timestamp)
      if (previous === undefined || formats.dayKey(previous.timestamp) !== day) {
        rows.push({ type: 'day', key: `day/${day}`, text: formats.dayHeading(message.timestamp) })
      }
      if (message.messageID === firstUnreadID) {
        const count = messages.slice(index).filter(({ direction }) => direction === 'receive').length
        rows.push({ type: 'unread', key: 'unread', text: texts.newMessages(count) })
      }
      const place = {
        isFirstOfRun: !isSameRun(previous, message),
        isLastOfRun: !isSameRun(message, next),
        isLastWaiting: message.sentStatus === 'waiting' && hasFoot(message, next),
      }
      rows.push(toRow(message, place, context))
    })
    return rows
  }

  /** The divider is set once, when both answers are there, and then stays where it is. */
  function setUnread(messages: readonly Message[], unreadCount: number | undefined): void {
    if (firstUnreadID !== undefined || unreadCount === undefined || messages.length === 0) return
    const received = messages.filter(({ direction }) => direction === 'receive')
    firstUnreadID = unreadCount === 0 ? null : ((received.at(-unreadCount) ?? received[0])?.messageID ?? null)
  }

  /** Resolves with the next change of what is loaded, or after a while. */
  function changeOfHistory(): Promise<void> {
    return new Promise((resolve) => {
      const stops = [history.subscribe(done), kit.surroundings.startTimer(longestReadMs, done)]
      function done(): void {
        for (const stop of stops) stop()
        resolve()
      }
    })
  }

  const own = [history, head, outbox, uploads, originals, pinned, readMessages]
  const sources: readonly Readable<unknown>[] = [...own, ...people.sources, createDay(kit)]
  const view = derive<TimelineView>(sources, (previous) => {
    const { messageList, status, hasMore, stoppedAtGap, syncedAt } = history.getSnapshot()
    const shown = head.getSnapshot().conversation
    setUnread(messageList, shown?.unreadMessageCount)
    const rows = keepRows(previous?.rows ?? [], rowsOf(messageList))
    const name = shown?.conversationName ?? conversation.conversationID
    const isOffline = status !== 'current'
    const next: TimelineView = {
      title: name,
      avatar: avatarView(conversation.conversationID, name, shown?.conversationAvatarUrl),
      subtitle: isOffline && syncedAt !== undefined ? texts.lastSynced(formats.clockTime(syncedAt)) : '',
      rows,
      state: rows.length > 0 ? 'rows' : status === 'loading' ? 'skeleton' : status === 'failed' ? 'failed' : 'empty',
      hasOlder: hasMore,
      olderNote: stoppedAtGap && isOffline ? texts.olderWhenOnline : '',
      unreadCount: shown?.unreadMessageCount ?? 0,
      pinned: pinned.getSnapshot().map((message) => quoteView(message, people)),
    }
    return next
  })

  return {
    ...view,
    loadOlder: () => history.loadMore(),
    async reveal(messageID) {
      for (let fruitless = 0; fruitless < maxFruitless;) {
        const { messageList, hasMore } = history.getSnapshot()
        if (messageList.some((message) => message.messageID === messageID)) return true
        if (!hasMore || messageList.length >= maxRevealed) return false
        await history.loadMore()
        if (history.getSnapshot().messageList.length > messageList.length) continue
        // A read that was under way may still be, and tell more; or this is a gap that cannot be filled now.
        fruitless += 1
        await changeOfHistory()
      }
      return false
    },
    async markRead() {
      if ((head.getSnapshot().conversation?.unreadMessageCount ?? 0) === 0) return
      await chat.clearConversationUnreadMessageCount(conversation)
    },
    openFile: (messageID, fileID) => createAttachedFile(kit, conversation, { messageID, fileID }),
    retry: (operationID) => chat.retryOperation(operationID),
    discard: (operationID) => chat.discardOperation(operationID),
    async react(messageID, sign) {
      const message = history.getSnapshot().messageList.find((candidate) => candidate.messageID === messageID)
      const given = message?.reactionList.find(({ reactionType }) => reactionType === sign)
      if (given?.isSelfIncluded === true) await chat.deleteMessageReaction(conversation, messageID, sign)
      else await chat.addMessageReaction(conversation, messageID, sign)
    },
    async pin(messageID, isPinned) {
      if (offersPinning(chat)) await chat.pinMessage(conversation, messageID, isPinned)
    },
    openReplies: (messageID) => createReplies(kit, conversation, messageID),
    openReactors: (messageID) => createReactors(kit, conversation, messageID),
    openReaders: (messageID) => createReaders(kit, conversation, messageID),
    async revoke(messageID) {
      await chat.revokeMessage(conversation, messageID)
    },
    async deleteForMe(messageID) {
      await chat.deleteMessages(conversation, [messageID], { isAlsoDeleteServerMessage: true })
    },
  }
}
