'use client'
import type { ConversationReference } from '@latchkey/core'
import { conversationRowKey } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { ConversationPane } from './conversation-pane.js'
import { useSession } from './hooks.js'
import { Icon } from './icons.js'
import { ListPane } from './list-pane.js'
import { PaneBoundary } from './pane-boundary.js'

export interface ChatLayoutProps {
  /** Called when the person has confirmed to sign out. */
  readonly onLogOut: () => Promise<void>
}

/** The whole of a chat app: one pane where it is narrow, two where there is room. */
export function ChatLayout({ onLogOut }: ChatLayoutProps) {
  const { texts } = useKit()
  const { storage } = useSession()
  const [open, setOpen] = useState<ConversationReference>()

  if (storage === 'elsewhere') {
    return (
      <main className="lk-full-pane">
        <Icon name="bubble" size={40} />
        <h1>{texts.openedElsewhere}</h1>
        <p>{texts.openedElsewhereHint}</p>
      </main>
    )
  }
  return (
    <div className="lk-layout" data-open={open !== undefined || undefined}>
      <nav className="lk-list-pane" aria-label={texts.conversationList}>
        <PaneBoundary text={texts.paneFailed} retryText={texts.retry}>
          <ListPane selected={open} onOpen={setOpen} onLogOut={onLogOut} />
        </PaneBoundary>
      </nav>
      <main className="lk-main-pane">
        {open === undefined ? (
          <div className="lk-empty">
            <Icon name="bubble" size={40} />
            <p className="lk-empty-title">{texts.noChatOpen}</p>
          </div>
        ) : (
          <PaneBoundary key={conversationRowKey(open)} text={texts.paneFailed} retryText={texts.retry}>
            <ConversationPane
              conversation={open}
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
