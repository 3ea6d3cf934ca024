import type { Conversation, ConversationReference } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import { contentText } from './content-text.js'
import { createDay } from './day.js'
import type { Kit } from './kit.js'
import { derive, type Readable } from './readable.js'

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
  /** Of the last message, when it is one's own. */
  readonly status?: SendStatus
  readonly unreadCount: number
  /** `99+` at the most; empty when nothing is unread. */
  readonly badge: string
  readonly isPinned: boolean
  readonly isDisabled: boolean
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

export function conversationRowKey({ conversationType, conversationID }: ConversationReference): string {
  return `${conversationType}/${conversationID}`
}

export function createConversationList(kit: Kit): ConversationList {
  const { chat, texts, formats } = kit
  const live = chat.live.queryConversationList({ count: 50 })
  const day = createDay(kit)
  /** Rows say "yesterday", so they are those of one day. */
  let rowOf = new WeakMap<Conversation, ConversationRowView>()
  let rowsDay = ''

  function toRow(conversation: Conversation): ConversationRowView {
    const known = rowOf.get(conversation)
    if (known !== undefined) return known
    const { conversationType, conversationID, conversationName, lastMessage, draft, unreadMessageCount } = conversation
    const isOwn = lastMessage?.direction === 'send' && !lastMessage.isUserInserted
    const text = lastMessage === undefined ? '' : contentText(lastMessage.content, texts)
    const author = conversationType === 'group' && isOwn ? `${texts.you}: ` : ''
    const row: ConversationRowView = {
      conversationType,
      conversationID,
      key: conversationRowKey(conversation),
      name: conversationName,
      avatar: avatarView(conversationID, conversationName, conversation.conversationAvatarUrl),
      time: formats.listTime(conversation.activityTime),
      preview: draft === '' ? `${author}${text}${conversation.isLastMessageCut === true ? '…' : ''}` : draft,
      isDraft: draft !== '',
      ...(isOwn && draft === '' ? { status: lastMessage.sentStatus } : {}),
      unreadCount: unreadMessageCount,
      badge: unreadMessageCount === 0 ? '' : unreadMessageCount > 99 ? '99+' : String(unreadMessageCount),
      isPinned: conversation.isPinned,
      isDisabled: conversation.isDisabled,
    }
    rowOf.set(conversation, row)
    return row
  }

  const view = derive<ConversationListView>([live, day], () => {
    if (day.getSnapshot() !== rowsDay) {
      rowsDay = day.getSnapshot()
      rowOf = new WeakMap()
    }
    const { conversationList, status, hasMore } = live.getSnapshot()
    const rows = conversationList.map(toRow)
    const empty = status === 'loading' ? 'skeleton' : status === 'failed' ? 'failed' : 'empty'
    return { rows, hasMore, state: rows.length > 0 ? 'rows' : empty }
  })
  return { ...view, loadMore: () => live.loadMore() }
}
