'use client'
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** Within this many pixels of the end a reader counts as being there. */
const pinnedDistance = 60

export interface TimelineScroll {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly isAtEnd: boolean
  /** What `isAtEnd` will be once the browser has told of the last scrolling. */
  isEndInSight(): boolean
  readonly onScroll: () => void
  scrollToEnd(): void
  /** Brings a row into view and gives it the focus. `false` when it is not there. */
  scrollTo(key: string): boolean
}

/**
 * Keeps the view where the reader is. The scroller is `column-reverse`: its end is at `scrollTop` 0, so older rows that are
 * put in above move nothing. Rows that come in below while somebody reads further up would: then the first row in view is
 * put back where it was. A conversation with something new opens at its unread heading.
 */
export function useTimelineScroll(rows: readonly unknown[], hasUnread: boolean): TimelineScroll {
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef<{ readonly element: Element; readonly top: number } | undefined>(undefined)
  const [isAtEnd, setIsAtEnd] = useState(true)

  const remember = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    const top = element.getBoundingClientRect().top
    const first = [...element.querySelectorAll('[data-key]')].find((row) => row.getBoundingClientRect().bottom > top)
    anchor.current = first === undefined ? undefined : { element: first, top: first.getBoundingClientRect().top }
  }, [])

  const isEndInSight = useCallback(() => Math.abs(scroller.current?.scrollTop ?? 0) <= pinnedDistance, [])

  const onScroll = useCallback(() => {
    setIsAtEnd(isEndInSight())
    remember()
  }, [isEndInSight, remember])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const before = anchor.current
    if (before?.element.isConnected === true && Math.abs(element.scrollTop) > pinnedDistance) {
      element.scrollTop += before.element.getBoundingClientRect().top - before.top
    }
    remember()
  }, [rows, remember])

  const isOpened = useRef(false)
  useLayoutEffect(() => {
    const element = scroller.current
    const heading = element?.querySelector('[data-type="unread"]')
    if (isOpened.current || !hasUnread || element === null || heading === null || heading === undefined) return
    isOpened.current = true
    bringDown(element, heading)
    remember()
  }, [hasUnread, remember])

  const scrollToEnd = useCallback(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0
  }, [])

  const scrollTo = useCallback(
    (key: string) => {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
      if (scroller.current === null || row === null || row === undefined) return false
      // It is not the new messages any more that are looked for.
      isOpened.current = true
      bringDown(scroller.current, row)
      row.focus({ preventScroll: true })
      row.animate({ backgroundColor: ['var(--lk-selected)', 'transparent'] }, { duration: 2_000, easing: 'ease-in' })
      remember()
      return true
    },
    [remember],
  )

  return { scroller, isAtEnd, isEndInSight, onScroll, scrollToEnd, scrollTo }
}

/** A third down, so that what was before is seen too. `scrollIntoView` would move the page around the kit as well. */
function bringDown(scroller: Element, row: Element): void {
  const distance = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  scroller.scrollTop += distance - scroller.clientHeight / 3
}
