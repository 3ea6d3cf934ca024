'use client'
import type { ConversationReference } from '@latchkey/core'
import { conversationRowKey } from '@latchkey/ui-headless'
import { useRef, useState, type KeyboardEvent, type UIEvent } from 'react'
import { useKit } from './chat-provider.js'
import { ConversationItem } from './conversation-item.js'
import { useConversationList, useReadable } from './hooks.js'
import { Icon } from './icons.js'

export interface ConversationListProps {
  readonly selected: ConversationReference | undefined
  readonly onOpen: (conversation: ConversationReference) => void
}

/** How far from the end of the list the next rows are asked for, in pixels. */
const nearEnd = 400

/** The conversations: one stop of Tab, arrows move, Enter opens. */
export function ConversationList({ selected, onOpen }: ConversationListProps) {
  const { texts } = useKit()
  const list = useConversationList()
  const { rows, state, hasMore } = useReadable(list)
  const [focusedKey, setFocusedKey] = useState<string>()
  const element = useRef<HTMLDivElement>(null)
  const selectedKey = selected === undefined ? undefined : conversationRowKey(selected)
  const reachableKey = rows.some(({ key }) => key === focusedKey) ? focusedKey : (selectedKey ?? rows[0]?.key)

  function moveTo(index: number): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row === undefined) return
    setFocusedKey(row.key)
    element.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row.key)}"]`)?.focus()
  }

  function handleKey(event: KeyboardEvent): void {
    const index = rows.findIndex(({ key }) => key === reachableKey)
    const row = rows[index]
    const target = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: index + 8,
      PageUp: index - 8,
    }[event.key]
    if (target !== undefined) {
      event.preventDefault()
      moveTo(target)
    } else if ((event.key === 'Enter' || event.key === ' ') && row !== undefined) {
      event.preventDefault()
      onOpen(row)
    }
  }

  function handleScroll({ currentTarget }: UIEvent): void {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget
    if (hasMore && scrollHeight - scrollTop - clientHeight < nearEnd) void list.loadMore()
  }

  if (state === 'skeleton') return <ConversationListSkeleton label={texts.loading} />
  if (state !== 'rows') {
    return (
      <div className="lk-empty">
        <Icon name="bubble" size={32} />
        <p className="lk-empty-title">{state === 'failed' ? texts.storageFailed : texts.noChats}</p>
        {state === 'failed' ? null : <p>{texts.noChatsHint}</p>}
      </div>
    )
  }
  return (
    <div
      ref={element}
      className="lk-conversation-list"
      role="listbox"
      aria-label={texts.conversationList}
      onKeyDown={handleKey}
      onScroll={handleScroll}
    >
      {rows.map((row) => (
        <ConversationItem
          key={row.key}
          row={row}
          isSelected={row.key === selectedKey}
          isReachable={row.key === reachableKey}
          onOpen={onOpen}
        />
      ))}
    </div>
  )
}

/** Shown only when nothing at all is known yet, and not before a moment has passed (by its style). */
function ConversationListSkeleton({ label }: { readonly label: string }) {
  return (
    <div className="lk-skeleton" aria-busy="true" aria-label={label} role="group">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className="lk-skeleton-row">
          <span className="lk-skeleton-avatar" />
          <span className="lk-skeleton-lines" />
        </div>
      ))}
    </div>
  )
}
