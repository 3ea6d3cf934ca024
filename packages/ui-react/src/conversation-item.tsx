'use client'
import type { ConversationRowView } from '@latchkey/ui-headless'
import { memo } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'
import { SendStatusIcon } from './send-status-icon.js'

export interface ConversationItemProps {
  readonly row: ConversationRowView
  readonly isSelected: boolean
  /** Whether Tab reaches this row. */
  readonly isReachable: boolean
  readonly onOpen: (row: ConversationRowView) => void
}

/** One row. Its name for a screen reader is its content, so that what is read is what is seen. */
export const ConversationItem = memo(function ConversationItem({
  row,
  isSelected,
  isReachable,
  onOpen,
}: ConversationItemProps) {
  const { texts } = useKit()
  return (
    <div
      className="lk-conversation"
      role="option"
      aria-selected={isSelected}
      tabIndex={isReachable ? 0 : -1}
      data-key={row.key}
      data-unread={row.unreadCount > 0 || undefined}
      onClick={() => {
        onOpen(row)
      }}
    >
      <Avatar avatar={row.avatar} size={48} />
      <span className="lk-conversation-text">
        <span className="lk-conversation-line">
          <bdi className="lk-conversation-name">{row.name}</bdi>
          {row.isPinned ? (
            <span className="lk-conversation-flag" title={texts.pinned}>
              <Icon name="pin" size={15} />
              <span className="lk-hidden">{texts.pinned}</span>
            </span>
          ) : null}
          <time className="lk-conversation-time">{row.time}</time>
        </span>
        <span className="lk-conversation-line">
          {row.status === undefined ? null : <SendStatusIcon status={row.status} size={15} />}
          {row.isDraft ? <bdi className="lk-conversation-draft">{texts.draft}</bdi> : null}
          <bdi className="lk-conversation-preview">{row.preview}</bdi>
          {row.badge === '' ? null : (
            <span className="lk-badge">
              <span aria-hidden="true">{row.badge}</span>
              <span className="lk-hidden">{texts.unread(row.unreadCount)}</span>
            </span>
          )}
        </span>
      </span>
    </div>
  )
})
