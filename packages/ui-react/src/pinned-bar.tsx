'use client'
import type { QuoteView } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { IconButton } from './icon-button.js'
import { Icon } from './icons.js'
import { MessageListDialog } from './message-list-dialog.js'

export interface PinnedBarProps {
  /** The latest pinned first; at least one. */
  readonly pinned: readonly QuoteView[]
  readonly onJump: (messageID: string) => void
}

/** What is pinned in a conversation: a press goes to it, and the next press to the one that was pinned before it. */
export function PinnedBar({ pinned, onJump }: PinnedBarProps) {
  const { texts } = useKit()
  const [place, setPlace] = useState(0)
  const [isListOpen, setIsListOpen] = useState(false)
  const shown = pinned[place % pinned.length]
  if (shown === undefined) return null
  const { messageID, author, text } = shown
  return (
    <section className="lk-pinned" aria-label={texts.pinnedMessages}>
      <button
        type="button"
        className="lk-pinned-shown"
        title={texts.nextPinned}
        onClick={() => {
          onJump(messageID)
          setPlace((place + 1) % pinned.length)
        }}
      >
        <Icon name="pin" size={18} />
        <span className="lk-pinned-text">
          <span className="lk-pinned-place">{texts.pinnedPlace((place % pinned.length) + 1, pinned.length)}</span>
          <span className="lk-pinned-line">
            <bdi>{author}</bdi>: <bdi>{text}</bdi>
          </span>
        </span>
      </button>
      {pinned.length === 1 ? null : (
        <IconButton
          icon="more"
          label={texts.allPinned}
          onClick={() => {
            setIsListOpen(true)
          }}
        />
      )}
      {isListOpen ? (
        <MessageListDialog
          title={texts.pinnedMessages}
          messages={pinned}
          note=""
          onJump={onJump}
          onClose={() => {
            setIsListOpen(false)
          }}
        />
      ) : null}
    </section>
  )
}
