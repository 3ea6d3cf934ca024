'use client'
import type { MessageRowView, Timeline } from '@latchkey/ui-headless'
import { memo, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'
import { openInsteadOf } from './menu.js'
import { FailureBar, Reactions, UploadBar } from './message-foot.js'
import { MessageParts } from './message-parts.js'
import { SendStatusIcon } from './send-status-icon.js'

export interface MessageBubbleProps {
  readonly row: MessageRowView
  /** The headings above it stand inside its article; texts, so that the same ones render nothing again. */
  readonly dayHeading: string | undefined
  readonly unreadHeading: string | undefined
  readonly position: number
  readonly timeline: Timeline
  readonly onOpenPicture: (messageID: string, fileID: string) => void
  readonly onRetry: (operationID: string) => void
  readonly onDiscard: (operationID: string) => void
  readonly onReact: (messageID: string, sign: string) => void
  /** Asks for the menu of a message, beside its bubble. */
  readonly onOpenMenu: (messageID: string, bubble: Element) => void
}

/** One message. Rendered again only when its row changed. */
export const MessageBubble = memo(function MessageBubble({
  row,
  dayHeading,
  unreadHeading,
  position,
  timeline,
  onOpenPicture,
  onRetry,
  onDiscard,
  onReact,
  onOpenMenu,
}: MessageBubbleProps) {
  const { texts } = useKit()
  const bubble = useRef<HTMLDivElement>(null)
  const hasMenu = row.actions.length > 0

  function openMenu(): void {
    if (hasMenu && bubble.current !== null) onOpenMenu(row.key, bubble.current)
  }

  function handleContextMenu(event: MouseEvent): void {
    // Who has selected text wants to copy it.
    if (!hasMenu || window.getSelection()?.isCollapsed === false) return
    openInsteadOf(event, openMenu)
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.target !== event.currentTarget) return
    event.preventDefault()
    openMenu()
  }

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
      onKeyDown={handleKey}
      onContextMenu={handleContextMenu}
    >
      {dayHeading === undefined ? null : <Heading type="day" text={dayHeading} />}
      {unreadHeading === undefined ? null : <Heading type="unread" text={unreadHeading} />}
      <div className="lk-message-line">
        {row.avatar === undefined ? null : <Avatar avatar={row.avatar} size={32} />}
        <div ref={bubble} className="lk-bubble" data-bare={isBare(row) || undefined}>
          {row.author === undefined ? null : <bdi className="lk-bubble-author">{row.author}</bdi>}
          <MessageParts row={row} timeline={timeline} onOpenPicture={onOpenPicture} />
          <span className="lk-bubble-meta">
            {row.isEdited ? <span>{texts.edited}</span> : null}
            <time>{row.time}</time>
            {row.status === undefined ? null : <SendStatusIcon status={row.status} />}
          </span>
        </div>
        {hasMenu ? (
          // Reached from the message by Enter; a stop of Tab for each message would be in everybody's way.
          <button
            type="button"
            className="lk-message-more"
            aria-label={texts.messageActions}
            aria-haspopup="menu"
            title={texts.messageActions}
            tabIndex={-1}
            onClick={openMenu}
          >
            <Icon name="more" size={18} />
          </button>
        ) : null}
      </div>
      {row.reactions.length === 0 ? null : (
        <Reactions
          reactions={row.reactions}
          onReact={
            row.actions.includes('react')
              ? (sign) => {
                  onReact(row.key, sign)
                }
              : undefined
          }
        />
      )}
      {row.hint === undefined ? null : <p className="lk-message-hint">{row.hint}</p>}
      {row.upload === undefined ? null : <UploadBar upload={row.upload} onCancel={onDiscard} />}
      {row.failure === undefined ? null : <FailureBar failure={row.failure} onRetry={onRetry} onDiscard={onDiscard} />}
    </article>
  )
})

/** Whether it ends in a picture or a video, on which the time stands. */
function isBare({ parts }: MessageRowView): boolean {
  const areSeen = parts.every(({ type }) => type === 'image' || type === 'video')
  return areSeen && parts.length > 0
}

function Heading({ type, text }: { readonly type: 'day' | 'unread'; readonly text: string }) {
  return (
    <h3 className="lk-heading" data-type={type}>
      <bdi>{text}</bdi>
    </h3>
  )
}
