'use client'
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** Within this many pixels of the end a reader counts as being there. */
const pinnedDistance = 60

export interface TimelineScroll {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly isAtEnd: boolean
  readonly onScroll: () => void
  scrollToEnd(): void
}

/**
 * Keeps the view where the reader is. The scroller is `column-reverse`: its end is at `scrollTop` 0, so older rows that are
 * put in above move nothing. Rows that come in below while somebody reads further up would: then the first row in view is
 * put back where it was.
 */
export function useTimelineScroll(rows: readonly unknown[]): TimelineScroll {
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

  const onScroll = useCallback(() => {
    const element = scroller.current
    if (element === null) return
    setIsAtEnd(Math.abs(element.scrollTop) <= pinnedDistance)
    remember()
  }, [remember])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const before = anchor.current
    if (before?.element.isConnected === true && Math.abs(element.scrollTop) > pinnedDistance) {
      element.scrollTop += before.element.getBoundingClientRect().top - before.top
    }
    remember()
  }, [rows, remember])

  const scrollToEnd = useCallback(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0
  }, [])

  return { scroller, isAtEnd, onScroll, scrollToEnd }
}
