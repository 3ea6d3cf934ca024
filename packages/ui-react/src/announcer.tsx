'use client'
import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react'

const AnnounceContext = createContext<(text: string) => void>(() => undefined)

/** One polite live region for everything that is said: the timeline itself is never live, or old rows would be read aloud. */
export function AnnouncerProvider({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState('')
  const count = useRef(0)
  const announce = useCallback((text: string) => {
    count.current += 1
    // The same text twice is said twice only when it differs.
    setSaid(count.current % 2 === 0 ? text : `${text}\u00a0`)
  }, [])
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div className="lk-hidden" aria-live="polite" data-testid="announcer">
        {said}
      </div>
    </AnnounceContext.Provider>
  )
}

/** Says a text to people who use a screen reader. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext)
}
