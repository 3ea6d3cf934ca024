import type { ConversationReference, Message } from '@latchkey/core'
import { createAttachedFile, type AttachedFile } from './attached-file.js'
import { avatarView, type AvatarView } from './avatar.js'
import { contentText } from './content-text.js'
import type { SendStatus } from './conversation-list-view.js'
import { createDay } from './day.js'
import type { Kit } from './kit.js'
import { messageActions, reactionViews, type MessageAction, type ReactionView } from './message-actions.js'
import { createOutboxView, messageKey } from './outbox-view.js'
import { partViews, type PartView } from './part-views.js'
import { derive, type Readable } from './readable.js'
import { keepRows } from './row-identity.js'
import { createUploads } from './uploads.js'

/** One bubble. The same object as long as nothing in it changed; `key` survives sending. */
export interface MessageRowView {
  readonly type: 'message'
  readonly key: string
  readonly isOwn: boolean
  /** What it says, in a line. */
  readonly text: string
  /** What is shown of it. */
  readonly parts: readonly PartView[]
  readonly time: string
  /** What a screen reader says of it: author, time, status. */
  readonly label: string
  /** Of own messages that the backend is to learn. */
  readonly status?: SendStatus
  /** Of the first bubble of somebody else's run, in groups. */
  readonly author?: string
  /** Of the last bubble of somebody else's run. */
  readonly avatar?: AvatarView
  readonly isFirstOfRun: boolean
  readonly isLastOfRun: boolean
  /** Under the last waiting bubble of a run. */
  readonly hint?: string
  readonly isEdited: boolean
  readonly reactions: readonly ReactionView[]
  readonly actions: readonly MessageAction[]
  /** Of an own message whose files are on their way. */
  readonly upload?: UploadView
  readonly failure?: FailureView
}

/** Files on their way to the backend. Who discards the operation cancels it. */
export interface UploadView {
  readonly operationID: string
  /** 0 to 100; absent before it has begun. */
  readonly percent?: number
  readonly text: string
}

/**
 * What the backend has not taken, and may be tried again or given up. `message`: the message itself; `stale`: the message,
 * which waited for so long that it was not sent without asking; `change`: an edit, a deletion or a sign.
 */
export interface FailureView {
  readonly operationID: string
  readonly kind: 'message' | 'stale' | 'change'
}

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
  const isGroup = conversation.conversationType === 'group'
  const history = chat.live.queryHistoryMessage(conversation, { count: pageCount })
  const head = chat.live.queryConversation(conversation)
  const outbox = createOutboxView(kit)
  const uploads = createUploads(kit, conversation)
  const members = isGroup ? chat.live.queryGroupMemberList(conversation.conversationID, { count: 100 }) : undefined
  /** The first unread message when the conversation was opened; `null`: there was none. */
  let firstUnreadID: string | null | undefined

  function nameOf(userID: string): string {
    if (!isGroup) return head.getSnapshot().conversation?.conversationName ?? userID
    const member = members?.getSnapshot().groupMemberList.find((candidate) => candidate.userID === userID)
    const name = member?.memberNickname === '' ? member.userName : member?.memberNickname
    return name === undefined || name === '' ? userID : name
  }

  function avatarOf(userID: string, name: string): AvatarView {
    const url = isGroup
      ? members?.getSnapshot().groupMemberList.find((candidate) => candidate.userID === userID)?.userAvatarUrl
      : head.getSnapshot().conversation?.conversationAvatarUrl
    return avatarView(userID, name, url)
  }

  /** Whether something stands under `left`, so that the next bubble begins anew. */
  function hasFoot(left: Message, right: Message | undefined): boolean {
    return failureOf(left) !== undefined || (left.sentStatus === 'waiting' && right?.sentStatus !== 'waiting')
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

  function toRow(previous: Message | undefined, message: Message, next: Message | undefined): MessageRowView {
    const isOwn = message.direction === 'send'
    const isFirstOfRun = !isSameRun(previous, message)
    const isLastOfRun = !isSameRun(message, next)
    const time = formats.clockTime(message.timestamp)
    const name = isOwn ? texts.you : nameOf(message.senderUserID)
    const status = isOwn && !message.isUserInserted ? message.sentStatus : undefined
    const isEdited = message.editTime !== undefined && message.content.type !== 'revoked'
    const failure = failureOf(message)
    const parts = partViews(message.content, texts, formats)
    const upload = uploadOf(message, parts)
    const isLastWaiting = message.sentStatus === 'waiting' && hasFoot(message, next)
    return {
      type: 'message',
      key: message.messageID,
      isOwn,
      text: contentText(message.content, texts),
      parts,
      time,
      label: texts.authored(name, time, [isEdited ? texts.edited : '', status === undefined ? '' : texts[status]]),
      isEdited,
      reactions: reactionViews(message.reactionList, texts),
      actions: messageActions(message, head.getSnapshot().conversation?.isDisabled === true),
      isFirstOfRun,
      isLastOfRun,
      ...(status === undefined ? {} : { status }),
      ...(isGroup && !isOwn && isFirstOfRun ? { author: name } : {}),
      ...(!isOwn && isLastOfRun ? { avatar: avatarOf(message.senderUserID, name) } : {}),
      ...(isLastWaiting && history.getSnapshot().status !== 'current' ? { hint: texts.willSend } : {}),
      ...(upload === undefined ? {} : { upload }),
      ...(failure === undefined ? {} : { failure }),
    }
  }

  function uploadOf(message: Message, parts: readonly PartView[]): UploadView | undefined {
    if (message.sentStatus !== 'waiting' || !parts.some((part) => 'fileID' in part)) return undefined
    const percent = uploads.getSnapshot().get(message.messageID)
    return {
      operationID: message.operationID,
      ...(percent === undefined ? {} : { percent }),
      text: texts.uploading(percent),
    }
  }

  function failureOf(message: Message): FailureView | undefined {
    if (message.sentStatus === 'failed') {
      const { operationID, failureCode } = message
      return { operationID, kind: failureCode === 'operation-stale' ? 'stale' : 'message' }
    }
    const operationID = outbox.getSnapshot().failedChanges.get(messageKey(conversation, message.messageID))
    return operationID === undefined ? undefined : { operationID, kind: 'change' }
  }

  function rowsOf(messages: readonly Message[]): readonly TimelineRowView[] {
    const rows: TimelineRowView[] = []
    messages.forEach((message, index) => {
      const previous = messages[index - 1]
      const day = formats.dayKey(message.timestamp)
      if (previous === undefined || formats.dayKey(previous.timestamp) !== day) {
        rows.push({ type: 'day', key: `day/${day}`, text: formats.dayHeading(message.timestamp) })
      }
      if (message.messageID === firstUnreadID) {
        const count = messages.slice(index).filter(({ direction }) => direction === 'receive').length
        rows.push({ type: 'unread', key: 'unread', text: texts.newMessages(count) })
      }
      rows.push(toRow(previous, message, messages[index + 1]))
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

  const sources = [history, head, outbox, uploads, createDay(kit), ...(members === undefined ? [] : [members])]
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
    async revoke(messageID) {
      await chat.revokeMessage(conversation, messageID)
    },
    async deleteForMe(messageID) {
      await chat.deleteMessages(conversation, [messageID], { isAlsoDeleteServerMessage: true })
    },
  }
}
