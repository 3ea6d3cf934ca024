'use client'
import type { Chat } from '@latchkey/core'
import { createKit, englishTexts, type Kit, type Surroundings, type Texts } from '@latchkey/ui-headless'
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { AnnouncerProvider } from './announcer.js'
import { browserSurroundings } from './browser-surroundings.js'

const KitContext = createContext<Kit | undefined>(undefined)

export interface ChatProviderProps {
  readonly chat: Chat
  /** `auto` (the default) follows the device. */
  readonly theme?: 'auto' | 'light' | 'dark'
  readonly direction?: 'ltr' | 'rtl'
  /** Another language. Default: English. */
  readonly texts?: Texts
  /** Clock, time zone and locale. Default: the browser's. */
  readonly surroundings?: Surroundings
  readonly children: ReactNode
}

/** What everything else of the kit stands in. */
export function ChatProvider({
  chat,
  theme = 'auto',
  direction = 'ltr',
  texts = englishTexts,
  surroundings,
  children,
}: ChatProviderProps) {
  const kit = useMemo(() => createKit(chat, surroundings ?? browserSurroundings(), texts), [chat, surroundings, texts])
  return (
    <KitContext.Provider value={kit}>
      <div className="lk" data-theme={theme} dir={direction}>
        <AnnouncerProvider>{children}</AnnouncerProvider>
      </div>
    </KitContext.Provider>
  )
}

/** The chat with its words and formats. Throws outside a `ChatProvider`. */
export function useKit(): Kit {
  const kit = useContext(KitContext)
  if (kit === undefined) throw new Error('A component of @latchkey/ui-react must stand in a ChatProvider.')
  return kit
}
