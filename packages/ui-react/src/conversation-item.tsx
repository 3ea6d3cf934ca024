'use client'
import type { ConversationRowView } from '@latchkey/ui-headless'
import { memo } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Icon, type IconName } from './icons.js'
import { openInsteadOf } from './menu.js'
import { SendStatusIcon } from './send-status-icon.js'

export interface ConversationItemProps {
  readonly row: ConversationRowView
  readonly isSelected: boolean
  /** Whether Tab reaches this row. */
  readonly isReachable: boolean
  readonly onOpen: (row: ConversationRowView) => void
  readonly onOpenMenu: (row: ConversationRowView, element: Element) => void
}

/** One row. Its name for a screen reader is its content, so that what is read is what is seen. */
export const ConversationItem = memo(function ConversationItem({
  row,
  isSelected,
  isReachable,
  onOpen,
  onOpenMenu,
}: ConversationItemProps) {
  const { texts } = useKit()
  return (
    <div
      className="lk-conversation"
      role="option"
      aria-selected={isSelected}
      tabIndex={isReachable ? 0 : -1}
      data-key={row.key}
      data-unread={row.unreadCount > 0 || row.isMarkedUnread || undefined}
      data-muted={row.isMuted || undefined}
      onContextMenu={(event) => {
        // The menu key, a long press and the other button of a mouse.
        const { currentTarget } = event
        openInsteadOf(event, () => {
          onOpenMenu(row, currentTarget)
        })
      }}
      onClick={() => {
        onOpen(row)
      }}
    >
      <Avatar avatar={row.avatar} size={48} />
      <span className="lk-conversation-text">
        <span className="lk-conversation-line">
          <bdi className="lk-conversation-name">{row.name}</bdi>
          {row.isMuted ? <Flag icon="bellOff" text={texts.muted} /> : null}
          {row.isPinned ? <Flag icon="pin" text={texts.pinned} /> : null}
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
          {row.isMarkedUnread ? (
            <span className="lk-badge" data-kind="dot">
              <span className="lk-hidden">{texts.markedUnread}</span>
            </span>
          ) : null}
          {/* For a mouse: a button within an option would be no button to a screen reader, which has the menu key. */}
          <span
            className="lk-conversation-more"
            aria-hidden="true"
            title={texts.chatActions}
            onClick={(event) => {
              event.stopPropagation()
              onOpenMenu(row, event.currentTarget)
            }}
          >
            <Icon name="more" size={18} />
          </span>
        </span>
      </span>
    </div>
  )
})

function Flag({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <span className="lk-conversation-flag" title={text}>
      <Icon name={icon} size={15} />
      <span className="lk-hidden">{text}</span>
    </span>
  )
}
