'use client'
import type { Timeline, TimelineView } from '@latchkey/ui-headless'
import { useEffect, useRef, useState } from 'react'
import { useAnnounce } from './announcer.js'
import { useKit } from './chat-provider.js'

/** Loads back to a message that was found, and brings it into view once its row is there; says so when it cannot be reached. */
export function useSoughtMessage({
  timeline,
  view,
  sought,
  scrollTo,
}: {
  readonly timeline: Timeline
  readonly view: TimelineView
  readonly sought: { readonly messageID: string } | undefined
  scrollTo(key: string): boolean
}): void {
  const { texts } = useKit()
  const announce = useAnnounce()
  const [reached, setReached] = useState<{ readonly messageID: string }>()
  const isAnswered = view.state !== 'skeleton'

  useEffect(() => {
    if (sought === undefined || !isAnswered) return
    let isWanted = true
    timeline.reveal(sought.messageID).then(
      (isReached) => {
        if (!isWanted) return
        if (isReached) setReached(sought)
        else announce(texts.messageNotReached)
      },
      () => {
        if (isWanted) announce(texts.messageNotReached)
      },
    )
    return () => {
      isWanted = false
    }
  }, [announce, isAnswered, sought, texts, timeline])

  const shown = useRef<object>(undefined)
  useEffect(() => {
    if (reached === undefined || shown.current === reached) return
    if (scrollTo(reached.messageID)) shown.current = reached
  }, [reached, scrollTo, view.rows])
}
