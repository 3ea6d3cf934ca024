import type { Conversation, ConversationReference, LiveQueries, Message } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import { contentText } from './content-text.js'
import { conversationActions, type ConversationAction } from './conversation-actions.js'
import { conversationRowKey } from './conversation-row-key.js'
import { createDay } from './day.js'
import type { Kit } from './kit.js'
import { createNames } from './names.js'
import { offersSettings } from './offered.js'
import { createOutboxView } from './outbox-view.js'
import { derive, type Readable } from './readable.js'
import { keepRows } from './row-identity.js'

/** How an own message stands. */
export type SendStatus = 'waiting' | 'sent' | 'failed'

/** One row of the list. The same object as long as nothing in it changed. */
export interface ConversationRowView extends ConversationReference {
  /** Unique in the list. */
  readonly key: string
  readonly name: string
  readonly avatar: AvatarView
  readonly time: string
  /** What stands under the name. */
  readonly preview: string
  readonly isDraft: boolean
  /** `failed` when any message of the conversation failed; else that of the last message, when it is one's own. */
  readonly status?: SendStatus
  readonly unreadCount: number
  /** `99+` at the most; empty when nothing is unread. */
  readonly badge: string
  readonly isPinned: boolean
  /** What comes there does not disturb. */
  readonly isMuted: boolean
  /** Somebody wants to come back to it. Tells nothing where something is unread anyway. */
  readonly isMarkedUnread: boolean
  readonly isDisabled: boolean
  readonly actions: readonly ConversationAction[]
}

export interface ConversationListView {
  readonly rows: readonly ConversationRowView[]
  /** `skeleton`: no answer yet. `empty`: there are none. `failed`: the database cannot be read. */
  readonly state: 'skeleton' | 'rows' | 'empty' | 'failed'
  readonly hasMore: boolean
}

export interface ConversationList extends Readable<ConversationListView> {
  loadMore(): Promise<void>
}

const pageCount = 50

export function createConversationList(kit: Kit): ConversationList {
  return listOf(kit, kit.chat.live.queryConversationList({ count: pageCount }))
}

/** The list of what was put away; `undefined` for a chat that was made without `conversationSettingsFeature`. */
export function createConversationArchive(kit: Kit): ConversationList | undefined {
  if (!offersSettings(kit.chat)) return undefined
  const live = kit.chat.live.queryConversationArchivedList({ count: pageCount })
  return listOf(kit, live)
}

function listOf(kit: Kit, live: ReturnType<LiveQueries['queryConversationList']>): ConversationList {
  const { chat, texts, formats } = kit
  const names = createNames(kit)
  const outbox = createOutboxView(kit)
  let rowOf = new WeakMap<Conversation, ConversationRowView>()
  /** What all rows depend on: they say "yesterday", name people, and tell of what failed. */
  let context: readonly unknown[] = []

  function toRow(conversation: Conversation): ConversationRowView {
    const known = rowOf.get(conversation)
    if (known !== undefined) return known
    const { conversationType, conversationID, conversationName, lastMessage, draft, unreadMessageCount } = conversation
    const isOwn = lastMessage?.direction === 'send' && !lastMessage.isUserInserted
    const key = conversationRowKey(conversation)
    const hasFailed = outbox.getSnapshot().failedKeys.has(key)
    const text = lastMessage === undefined ? '' : contentText(lastMessage.content, texts)
    const author = lastMessage === undefined ? '' : authorOf(lastMessage)
    const status = hasFailed ? 'failed' : isOwn && draft === '' ? lastMessage.sentStatus : undefined
    const row: ConversationRowView = {
      conversationType,
      conversationID,
      key,
      name: conversationName,
      avatar: avatarView(conversationID, conversationName, conversation.conversationAvatarUrl),
      time: formats.listTime(conversation.activityTime),
      preview: draft === '' ? `${author}${text}${conversation.isLastMessageCut === true ? '…' : ''}` : draft,
      isDraft: draft !== '',
      ...(status === undefined ? {} : { status }),
      unreadCount: unreadMessageCount,
      badge: unreadMessageCount === 0 ? '' : unreadMessageCount > 99 ? '99+' : String(unreadMessageCount),
      isPinned: conversation.isPinned,
      isMuted: conversation.notificationStatus === 'doNotDisturb',
      isMarkedUnread: conversation.isMarkedUnread && unreadMessageCount === 0,
      isDisabled: conversation.isDisabled,
      actions: conversationActions(chat, conversation),
    }
    rowOf.set(conversation, row)
    return row
  }

  /** In a group a preview begins with who wrote it, in a word: there is no room for more. */
  function authorOf({ conversationType, direction, senderUserID }: Message): string {
    if (conversationType !== 'group') return ''
    if (direction === 'send') return `${texts.you}: `
    const [firstWord = ''] = names.nameOf(senderUserID).split(/\s+/)
    return firstWord === '' ? '' : `${firstWord}: `
  }

  const shared: readonly Readable<unknown>[] = [createDay(kit), names, outbox]
  const view = derive<ConversationListView>([live, ...shared], (previous) => {
    const present = shared.map((source) => source.getSnapshot())
    if (present.some((value, index) => value !== context[index])) {
      context = present
      rowOf = new WeakMap()
    }
    const { conversationList, status, hasMore } = live.getSnapshot()
    const rows = keepRows(previous?.rows ?? [], conversationList.map(toRow))
    const empty = status === 'loading' ? 'skeleton' : status === 'failed' ? 'failed' : 'empty'
    return { rows, hasMore, state: rows.length > 0 ? 'rows' : empty }
  })
  return { ...view, loadMore: () => live.loadMore() }
}
