'use client'
import type { ConversationReference } from '@latchkey/core'
import type { MessageRowView, QuoteView, Timeline as TimelineModel, TimelineRowView } from '@latchkey/ui-headless'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useAnnounce } from './announcer.js'
import { useKit } from './chat-provider.js'
import { useReadable } from './hooks.js'
import { Icon } from './icons.js'
import { Lightbox } from './lightbox.js'
import { MessageBubble } from './message-bubble.js'
import { MessageCommands } from './message-commands.js'
import { useMessageHandling } from './message-handling.js'
import { useSoughtMessage } from './sought-message.js'
import { useTimelineScroll } from './timeline-scroll.js'

export interface TimelineProps {
  readonly conversation: ConversationReference
  readonly timeline: TimelineModel
  /** A message that was found: it is loaded, brought into view and focused. Another object asks anew. */
  readonly sought?: { readonly messageID: string } | undefined
  /** Puts a message into the field under the timeline. Absent: messages are not edited here. The same function with each render, as the next two. */
  readonly onEdit?: (messageID: string, text: string) => void
  /** The next message answers this one. Absent: messages are not answered here. */
  readonly onReply?: (quote: QuoteView) => void
  /** Asks for a message to be `sought`. Absent: quotes lead nowhere. */
  readonly onJump?: (messageID: string) => void
}

/** The messages of one conversation, newest at the end. */
export function Timeline({ timeline, sought, onEdit, onReply, onJump }: TimelineProps) {
  const { texts } = useKit()
  const announce = useAnnounce()
  const view = useReadable(timeline)
  const { rows } = view
  const hasUnread = rows.some(({ type }) => type === 'unread')
  const { scroller, isAtEnd, isEndInSight, onScroll, scrollToEnd, scrollTo } = useTimelineScroll(rows, hasUnread)
  // Own messages that wait stand below everything that comes in, so the two are told apart.
  const lastIncoming = rows.findLast(isIncoming)
  const lastOwn = rows.findLast(isOwn)
  const [seenKey, setSeenKey] = useState<string>()

  const { handlers, commands, picture, setPicture, closePicture } = useMessageHandling(timeline, {
    onEdit,
    onReply,
    onJump,
  })

  // The end of the conversation is in sight of somebody: it is read.
  const isInSight = isAtEnd && rows.length > 0 && view.unreadCount > 0
  useEffect(() => {
    if (!isInSight) return
    const markRead = () => {
      if (document.visibilityState === 'visible' && isEndInSight()) void timeline.markRead()
    }
    markRead()
    document.addEventListener('visibilitychange', markRead)
    return () => {
      document.removeEventListener('visibilitychange', markRead)
    }
  }, [isInSight, isEndInSight, timeline])

  const topReference = useLoadOlder(timeline, view.hasOlder && view.olderNote === '')

  useSoughtMessage({ timeline, view, sought, scrollTo })

  // What comes while the conversation is open is said, and what one sends is brought into view; what was there is neither.
  const known = useRef<{ readonly incoming: string | undefined; readonly own: string | undefined }>(undefined)
  useEffect(() => {
    if (view.state === 'skeleton') return
    const before = known.current
    known.current = { incoming: lastIncoming?.key, own: lastOwn?.key }
    if (before === undefined) return
    if (isNew(rows, lastIncoming, before.incoming)) announce(`${lastIncoming.label}: ${lastIncoming.text}`)
    if (isNew(rows, lastOwn, before.own)) scrollToEnd()
  }, [announce, lastIncoming, lastOwn, rows, scrollToEnd, view.state])

  // So is that an own message could not be sent; those that had failed before are found by reading.
  const failedKeys = useRef<ReadonlySet<string> | undefined>(undefined)
  useEffect(() => {
    if (rows.length === 0) return
    const failed = rows.filter((row) => row.type === 'message').filter(({ status }) => status === 'failed')
    const fresh = failed.find(({ key }) => failedKeys.current?.has(key) === false)
    if (fresh !== undefined) announce(`${texts.failed}: ${fresh.text}`)
    failedKeys.current = new Set(failed.map(({ key }) => key))
  }, [announce, rows, texts])

  if (isAtEnd && lastIncoming !== undefined && lastIncoming.key !== seenKey) setSeenKey(lastIncoming.key)
  const unseen = isAtEnd ? 0 : rows.slice(rows.findIndex(({ key }) => key === seenKey) + 1).filter(isIncoming).length

  const articles = useMemo(() => groupHeadings(rows), [rows])
  return (
    <div className="lk-timeline">
      <div
        ref={scroller}
        className="lk-timeline-scroller"
        tabIndex={0}
        role="region"
        aria-label={view.title}
        onScroll={onScroll}
        onKeyDown={moveBetweenMessages}
      >
        <div
          className="lk-timeline-column"
          role="feed"
          aria-busy={view.state === 'skeleton'}
          aria-label={texts.message}
        >
          {articles.map(({ row, dayHeading, unreadHeading }, index) => (
            <MessageBubble
              key={row.key}
              row={row}
              position={index + 1}
              dayHeading={dayHeading}
              unreadHeading={unreadHeading}
              timeline={timeline}
              handlers={handlers}
            />
          ))}
        </div>
        <div ref={topReference} className="lk-timeline-top">
          {view.olderNote === '' ? null : <p className="lk-timeline-note">{view.olderNote}</p>}
        </div>
      </div>
      {picture === undefined ? null : (
        <Lightbox timeline={timeline} rows={rows} shown={picture} onShow={setPicture} onClose={closePicture} />
      )}
      <MessageCommands timeline={timeline} rows={rows} {...commands} />
      {view.state === 'empty' ? <p className="lk-timeline-empty">{texts.noMessages}</p> : null}
      {view.state === 'failed' ? <p className="lk-timeline-empty">{texts.storageFailed}</p> : null}
      {isAtEnd ? null : (
        <button type="button" className="lk-jump" aria-label={texts.jumpToLatest} onClick={scrollToEnd}>
          <Icon name="down" />
          {unseen === 0 ? null : <span className="lk-badge">{unseen}</span>}
        </button>
      )}
    </div>
  )
}

function isIncoming(row: TimelineRowView): row is MessageRowView {
  return row.type === 'message' && !row.isOwn
}

function isOwn(row: TimelineRowView): row is MessageRowView {
  return row.type === 'message' && row.isOwn
}

/** Whether the last of a kind came after the one that was the last; not so when that one was deleted. */
function isNew(
  rows: readonly TimelineRowView[],
  last: MessageRowView | undefined,
  keyBefore: string | undefined,
): last is MessageRowView {
  if (last === undefined || last.key === keyBefore) return false
  return keyBefore === undefined || rows.some(({ key }) => key === keyBefore)
}

/** A feed holds articles only, so headings go into the article that follows them. */
function groupHeadings(rows: readonly TimelineRowView[]) {
  const articles: { readonly row: MessageRowView; readonly dayHeading?: string; readonly unreadHeading?: string }[] = []
  let waiting: { dayHeading?: string; unreadHeading?: string } = {}
  for (const row of rows) {
    if (row.type === 'message') {
      articles.push({ row, ...waiting })
      waiting = {}
    } else if (row.type === 'day') waiting.dayHeading = row.text
    else waiting.unreadHeading = row.text
  }
  return articles
}

/** Older messages are asked for when the top comes near. Returns what marks the top. */
function useLoadOlder(timeline: TimelineModel, hasOlder: boolean) {
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = top.current
    if (element === null || !hasOlder) return
    let isLoading = false
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting !== true || isLoading) return
        isLoading = true
        void timeline.loadOlder().finally(() => {
          isLoading = false
          // Observing anew reports once more, should the top still be in sight.
          observer.unobserve(element)
          observer.observe(element)
        })
      },
      { root: element.parentElement, rootMargin: '400px' },
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [timeline, hasOlder])
  return top
}

/** Up and down go from message to message. */
function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 1, PageUp: -1 }[event.key]
  const isOnButton = event.target instanceof HTMLButtonElement
  if (step === undefined || isOnButton) return
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>('article')]
  const focused = messages.findIndex((message) => message === document.activeElement)
  const next = focused === -1 ? messages.at(-1) : messages[focused + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}
