'use client'
import type { MessageRowView } from '@latchkey/ui-headless'
import { memo } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'
import { SendStatusIcon } from './send-status-icon.js'

export interface MessageBubbleProps {
  readonly row: MessageRowView
  /** The headings above it stand inside its article; texts, so that the same ones render nothing again. */
  readonly dayHeading: string | undefined
  readonly unreadHeading: string | undefined
  readonly position: number
  readonly onRetry: (operationID: string) => void
  readonly onDiscard: (operationID: string) => void
}

/** One message. Rendered again only when its row changed. */
export const MessageBubble = memo(function MessageBubble({
  row,
  dayHeading,
  unreadHeading,
  position,
  onRetry,
  onDiscard,
}: MessageBubbleProps) {
  const { texts } = useKit()
  const { failedOperationID } = row
  return (
    <article
      className="lk-message"
      data-key={row.key}
      data-own={row.isOwn || undefined}
      data-first={row.isFirstOfRun || undefined}
      data-last={row.isLastOfRun || undefined}
      aria-label={row.label}
      aria-posinset={position}
      aria-setsize={-1}
      tabIndex={-1}
    >
      {dayHeading === undefined ? null : <Heading type="day" text={dayHeading} />}
      {unreadHeading === undefined ? null : <Heading type="unread" text={unreadHeading} />}
      <div className="lk-message-line">
        {row.avatar === undefined ? null : <Avatar avatar={row.avatar} size={32} />}
        <div className="lk-bubble" data-placeholder={row.isPlaceholder || undefined}>
          {row.author === undefined ? null : <bdi className="lk-bubble-author">{row.author}</bdi>}
          <span className="lk-bubble-text" dir="auto">
            {row.text}
          </span>
          <span className="lk-bubble-meta">
            <time>{row.time}</time>
            {row.status === undefined ? null : <SendStatusIcon status={row.status} />}
          </span>
        </div>
      </div>
      {row.hint === undefined ? null : <p className="lk-message-hint">{row.hint}</p>}
      {failedOperationID === undefined ? null : (
        <p className="lk-message-failed">
          <Icon name="alert" size={15} />
          <span>{texts.notSent}</span>
          <button
            type="button"
            className="lk-text-button"
            onClick={() => {
              onRetry(failedOperationID)
            }}
          >
            {texts.retry}
          </button>
          <button
            type="button"
            className="lk-text-button"
            onClick={() => {
              onDiscard(failedOperationID)
            }}
          >
            {texts.remove}
          </button>
        </p>
      )}
    </article>
  )
})

function Heading({ type, text }: { readonly type: 'day' | 'unread'; readonly text: string }) {
  return (
    <h3 className="lk-heading" data-type={type}>
      <bdi>{text}</bdi>
    </h3>
  )
}
