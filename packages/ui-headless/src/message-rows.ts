import type { ConversationReference, Message } from '@latchkey/core'
import type { AvatarView } from './avatar.js'
import { contentText } from './content-text.js'
import type { SendStatus } from './conversation-list-view.js'
import type { Kit } from './kit.js'
import { messageActions, reactionViews, type MessageAction, type ReactionView } from './message-actions.js'
import { offersPinning, offersReactors, offersReceipts, offersReplies } from './offered.js'
import { messageKey, type OutboxView } from './outbox-view.js'
import { partViews, type PartView } from './part-views.js'
import type { Participants } from './participants.js'
import type { MentionWords } from './text-spans.js'
import type { UploadProgress } from './uploads.js'

/** What is known of an own message: waiting, sent, failed, and read by everybody who could. */
export type MessageStatus = SendStatus | 'read'

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
  /** Who wrote it, in words. */
  readonly authorName: string
  /** Of own messages that the backend is to learn. */
  readonly status?: MessageStatus
  /** Of the first bubble of somebody else's run, in groups. */
  readonly author?: string
  /** Of the last bubble of somebody else's run. */
  readonly avatar?: AvatarView
  readonly isFirstOfRun: boolean
  readonly isLastOfRun: boolean
  /** Under the last waiting bubble of a run. */
  readonly hint?: string
  readonly isEdited: boolean
  readonly isPinned: boolean
  /** The message that it answers. */
  readonly quote?: QuoteView
  /** How many messages answer it, in words: `3 replies`. Only where they can be listed. */
  readonly replies?: string
  readonly reactions: readonly ReactionView[]
  readonly actions: readonly MessageAction[]
  /** Of an own message whose files are on their way. */
  readonly upload?: UploadView
  readonly failure?: FailureView
}

/** A message in a line: who wrote it, and what it says. */
export interface QuoteView {
  readonly messageID: string
  readonly author: string
  readonly text: string
  /** What it said is gone, or not on this device. */
  readonly isGone: boolean
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

/** What rows are made of besides their messages. */
export interface RowContext {
  readonly people: Participants
  readonly isDisabled: boolean
  /** Whether what is shown has caught up with the backend. */
  readonly isCurrent: boolean
  readonly outbox: OutboxView
  readonly uploads: UploadProgress
  readonly pinnedIDs: ReadonlySet<string>
  readonly readIDs: ReadonlySet<string>
  findOriginal(messageID: string): Message | undefined
}

/** Where a bubble stands among the others. */
export interface RunPlace {
  readonly isFirstOfRun: boolean
  readonly isLastOfRun: boolean
  /** No other message that waits follows. */
  readonly isLastWaiting: boolean
}

export function createMessageRows(kit: Kit, conversation: ConversationReference) {
  const { chat, texts, formats } = kit
  const isGroup = conversation.conversationType === 'group'
  const offers = { pinning: offersPinning(chat), reactors: offersReactors(chat), receipts: offersReceipts(chat) }
  const hasReplies = offersReplies(chat)

  const authorOf = ({ direction, senderUserID }: Message, people: Participants) =>
    direction === 'send' ? texts.you : people.nameOf(senderUserID)

  function quoteView(message: Message, people: Participants): QuoteView {
    const { messageID, content } = message
    const isGone = content.type === 'revoked'
    return { messageID, author: authorOf(message, people), text: contentText(content, texts), isGone }
  }

  function quoteOf({ repliedInfo }: Message, { people, findOriginal }: RowContext): QuoteView | undefined {
    if (repliedInfo === undefined) return undefined
    const { messageID, senderUserID } = repliedInfo
    const original = findOriginal(messageID)
    if (original !== undefined) return quoteView(original, people)
    const author = senderUserID === chat.userID ? texts.you : people.nameOf(senderUserID)
    return { messageID, author, text: texts.originalNotHere, isGone: true }
  }

  function mentionsOf({ mentionedUserIDs = [], isMentionAll }: Message, people: Participants): readonly MentionWords[] {
    const words = mentionedUserIDs.map((userID) => ({
      words: texts.mentioned(people.nameOf(userID)),
      isSelf: userID === chat.userID,
    }))
    return isMentionAll === true ? [...words, { words: texts.mentioned(texts.everyone), isSelf: true }] : words
  }

  function statusOf(message: Message, readIDs: ReadonlySet<string>): MessageStatus | undefined {
    if (message.direction !== 'send' || message.isUserInserted) return undefined
    return message.sentStatus === 'sent' && readIDs.has(message.messageID) ? 'read' : message.sentStatus
  }

  function uploadOf(message: Message, parts: readonly PartView[], uploads: UploadProgress): UploadView | undefined {
    if (message.sentStatus !== 'waiting' || !parts.some((part) => 'fileID' in part)) return undefined
    const percent = uploads.get(message.messageID)
    return {
      operationID: message.operationID,
      ...(percent === undefined ? {} : { percent }),
      text: texts.uploading(percent),
    }
  }

  function failureOf(message: Message, outbox: OutboxView): FailureView | undefined {
    if (message.sentStatus === 'failed') {
      const { operationID, failureCode } = message
      return { operationID, kind: failureCode === 'operation-stale' ? 'stale' : 'message' }
    }
    const operationID = outbox.failedChanges.get(messageKey(conversation, message.messageID))
    return operationID === undefined ? undefined : { operationID, kind: 'change' }
  }

  function toRow(message: Message, { isFirstOfRun, isLastOfRun, isLastWaiting }: RunPlace, context: RowContext) {
    const { people, isDisabled, isCurrent, outbox, uploads, pinnedIDs, readIDs } = context
    const { messageID, senderUserID, content, repliedCount } = message
    const isOwn = message.direction === 'send'
    const time = formats.clockTime(message.timestamp)
    const name = authorOf(message, people)
    const status = statusOf(message, readIDs)
    const isEdited = message.editTime !== undefined && content.type !== 'revoked'
    const isPinned = pinnedIDs.has(messageID)
    const failure = failureOf(message, outbox)
    const quote = quoteOf(message, context)
    const parts = partViews(content, { texts, formats, mentions: mentionsOf(message, people) })
    const upload = uploadOf(message, parts, uploads)
    const marks = [
      isPinned ? texts.pinned : '',
      isEdited ? texts.edited : '',
      status === undefined ? '' : texts[status],
    ]
    const row: MessageRowView = {
      type: 'message',
      key: messageID,
      isOwn,
      text: contentText(content, texts),
      parts,
      time,
      label: texts.authored(name, time, marks),
      authorName: name,
      isEdited,
      isPinned,
      reactions: reactionViews(message.reactionList, { texts, selfUserID: chat.userID ?? '', nameOf: people.nameOf }),
      actions: messageActions(message, { isDisabled, isGroup, isPinned, offers }),
      isFirstOfRun,
      isLastOfRun,
      ...(status === undefined ? {} : { status }),
      ...(isGroup && !isOwn && isFirstOfRun ? { author: name } : {}),
      ...(!isOwn && isLastOfRun ? { avatar: people.avatarOf(senderUserID) } : {}),
      ...(isLastWaiting && !isCurrent ? { hint: texts.willSend } : {}),
      ...(quote === undefined ? {} : { quote }),
      ...(hasReplies && repliedCount !== undefined ? { replies: texts.replyCount(repliedCount) } : {}),
      ...(upload === undefined ? {} : { upload }),
      ...(failure === undefined ? {} : { failure }),
    }
    return row
  }

  return { toRow, quoteView, failureOf }
}
