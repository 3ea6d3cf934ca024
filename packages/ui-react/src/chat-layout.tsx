'use client'
import type { ConversationReference } from '@latchkey/core'
import { conversationRowKey } from '@latchkey/ui-headless'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useKit } from './chat-provider.js'
import { ConversationPane } from './conversation-pane.js'
import { useRinging, useSession } from './hooks.js'
import { Icon } from './icons.js'
import { ListPane } from './list-pane.js'
import { PaneBoundary } from './pane-boundary.js'
import { RingingBanner } from './ringing-banner.js'

export interface ChatLayoutProps {
  /** Called when the person has confirmed to sign out. */
  readonly onLogOut: () => Promise<void>
}

interface OpenConversation extends ConversationReference {
  /** Asked for once more, it is another object. */
  readonly sought: { readonly messageID: string } | undefined
}

/** The whole of a chat app: one pane where it is narrow, two where there is room. */
export function ChatLayout({ onLogOut }: ChatLayoutProps) {
  const { texts } = useKit()
  const { storage } = useSession()
  const ringing = useRinging()
  const [open, setOpen] = useState<OpenConversation>()
  const list = useRef<HTMLElement>(null)
  const main = useRef<HTMLElement>(null)
  const isOpen = open !== undefined
  const wasOpen = useRef(isOpen)

  // Where there is room for one pane only, the one that went has taken the focus with it.
  useEffect(() => {
    if (wasOpen.current === isOpen) return
    wasOpen.current = isOpen
    const [gone, here] = isOpen ? [list.current, main.current] : [main.current, list.current]
    if (gone?.checkVisibility() !== false) return
    here?.querySelector<HTMLElement>(isOpen ? '.lk-back' : '[role="option"][tabindex="0"]')?.focus()
  }, [isOpen])

  const openAt = useCallback(({ conversationType, conversationID }: ConversationReference, messageID?: string) => {
    setOpen({ conversationType, conversationID, sought: messageID === undefined ? undefined : { messageID } })
  }, [])

  const closeIfOpen = useCallback((gone: ConversationReference) => {
    setOpen((shown) => (shown && conversationRowKey(shown) === conversationRowKey(gone) ? undefined : shown))
  }, [])

  if (storage === 'outdated') {
    return (
      <main className="lk-full-pane">
        <Icon name="sync" size={40} />
        <h1>{texts.outdated}</h1>
        <p>{texts.outdatedHint}</p>
        <button
          type="button"
          className="lk-button"
          data-kind="primary"
          onClick={() => {
            location.reload()
          }}
        >
          {texts.reload}
        </button>
      </main>
    )
  }
  return (
    <div className="lk-layout" data-open={isOpen || undefined}>
      {ringing === undefined ? null : <RingingBanner ringing={ringing} />}
      {isOpen ? (
        <button
          type="button"
          className="lk-skip"
          onClick={() => main.current?.querySelector<HTMLElement>('.lk-timeline-scroller')?.focus()}
        >
          {texts.skipToMessages}
        </button>
      ) : null}
      <nav ref={list} className="lk-list-pane" aria-label={texts.conversationList}>
        <PaneBoundary text={texts.paneFailed} retryText={texts.retry}>
          <ListPane selected={open} ringing={ringing} onOpen={openAt} onDelete={closeIfOpen} onLogOut={onLogOut} />
        </PaneBoundary>
      </nav>
      <main ref={main} className="lk-main-pane">
        {open === undefined ? (
          <div className="lk-empty">
            <Icon name="bubble" size={40} />
            <p className="lk-empty-title">{texts.noChatOpen}</p>
          </div>
        ) : (
          <PaneBoundary key={conversationRowKey(open)} text={texts.paneFailed} retryText={texts.retry}>
            <ConversationPane
              conversation={open}
              sought={open.sought}
              ringing={ringing}
              onOpen={openAt}
              onClose={() => {
                setOpen(undefined)
              }}
            />
          </PaneBoundary>
        )}
      </main>
    </div>
  )
}
