'use client'
import type { MessageRowView, Timeline } from '@latchkey/ui-headless'
import { memo, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'
import { openInsteadOf } from './menu.js'
import { FailureBar, Reactions, UploadBar } from './message-foot.js'
import { messageKeys, type MessageHandlers } from './message-handlers.js'
import { MessageParts } from './message-parts.js'
import { Quote } from './quote.js'
import { SendStatusIcon } from './send-status-icon.js'

export interface MessageBubbleProps {
  readonly row: MessageRowView
  /** The headings above it stand inside its article; texts, so that the same ones render nothing again. */
  readonly dayHeading: string | undefined
  readonly unreadHeading: string | undefined
  readonly position: number
  readonly timeline: Timeline
  readonly handlers: MessageHandlers
}

/** One message. Rendered again only when its row changed. */
export const MessageBubble = memo(function MessageBubble({
  row,
  dayHeading,
  unreadHeading,
  position,
  timeline,
  handlers,
}: MessageBubbleProps) {
  const { texts } = useKit()
  const bubble = useRef<HTMLDivElement>(null)
  const hasMenu = row.actions.length > 0

  function openMenu(): void {
    if (hasMenu && bubble.current !== null) handlers.openMenu(row.key, bubble.current)
  }

  function handleContextMenu(event: MouseEvent): void {
    // Who has selected text wants to copy it.
    if (!hasMenu || window.getSelection()?.isCollapsed === false) return
    openInsteadOf(event, openMenu)
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
    const action = messageKeys[event.key]
    if (event.key === 'Enter') openMenu()
    else if (action !== undefined && row.actions.includes(action)) handlers.act(row.key, action)
    else return
    event.preventDefault()
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
          {row.quote === undefined ? null : <Quote quote={row.quote} onJump={handlers.jump} />}
          <MessageParts row={row} timeline={timeline} onOpenPicture={handlers.openPicture} />
          <span className="lk-bubble-meta">
            {row.isPinned ? <Icon name="pin" size={13} /> : null}
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
                  handlers.react(row.key, sign)
                }
              : undefined
          }
        />
      )}
      {row.replies === undefined ? null : (
        <button
          type="button"
          className="lk-replies"
          onClick={() => {
            handlers.openReplies(row.key)
          }}
        >
          <Icon name="reply" size={15} />
          {row.replies}
        </button>
      )}
      {row.hint === undefined ? null : <p className="lk-message-hint">{row.hint}</p>}
      {row.upload === undefined ? null : <UploadBar upload={row.upload} onCancel={handlers.discard} />}
      {row.failure === undefined ? null : (
        <FailureBar failure={row.failure} onRetry={handlers.retry} onDiscard={handlers.discard} />
      )}
    </article>
  )
})

/** Whether it ends in a picture or a video, on which the time stands. */
function isBare({ parts, quote }: MessageRowView): boolean {
  const areSeen = parts.every(({ type }) => type === 'image' || type === 'video')
  return areSeen && parts.length > 0 && quote === undefined
}

function Heading({ type, text }: { readonly type: 'day' | 'unread'; readonly text: string }) {
  return (
    <h3 className="lk-heading" data-type={type}>
      <bdi>{text}</bdi>
    </h3>
  )
}
