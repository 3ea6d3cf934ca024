'use client'
import type { ConversationReference } from '@latchkey/core'
import {
  conversationRowKey,
  type ConversationList as ConversationListModel,
  type ConversationRowView,
} from '@latchkey/ui-headless'
import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent, type UIEvent } from 'react'
import { useKit } from './chat-provider.js'
import { ConversationCommands, type ConversationMenu } from './conversation-commands.js'
import { ConversationItem } from './conversation-item.js'
import { useConversationList, useReadable } from './hooks.js'
import { Icon } from './icons.js'

export interface ConversationListProps {
  readonly selected: ConversationReference | undefined
  readonly onOpen: (conversation: ConversationReference) => void
  /** A conversation was deleted from its menu. */
  readonly onDelete?: (conversation: ConversationReference) => void
}

interface ConversationRowsProps extends ConversationListProps {
  readonly list: ConversationListModel
  /** What is said in the place of rows where there are none. */
  readonly emptyTitle: string
  readonly emptyHint: string
}

/** How far from the end of the list the next rows are asked for, in pixels. */
const nearEnd = 400

/** The conversations: one stop of Tab, arrows move, Enter opens, the menu key tells what else can be done. */
export function ConversationList(props: ConversationListProps) {
  const { texts } = useKit()
  return (
    <ConversationRows
      {...props}
      list={useConversationList()}
      emptyTitle={texts.noChats}
      emptyHint={texts.noChatsHint}
    />
  )
}

/** The same for any list of conversations. */
export function ConversationRows({ selected, onOpen, onDelete, list, emptyTitle, emptyHint }: ConversationRowsProps) {
  const { texts } = useKit()
  const hintID = useId()
  const [menu, setMenu] = useState<ConversationMenu>()
  const { rows, state, hasMore } = useReadable(list)
  const [focusedKey, setFocusedKey] = useState<string>()
  const element = useRef<HTMLDivElement>(null)
  const selectedKey = selected === undefined ? undefined : conversationRowKey(selected)
  const reachableKey = rows.some(({ key }) => key === focusedKey) ? focusedKey : (selectedKey ?? rows[0]?.key)

  function moveTo(index: number): void {
    focusRow(rows[Math.max(0, Math.min(rows.length - 1, index))])
  }

  function focusRow(row: ConversationRowView | undefined): void {
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

  const openMenu = useCallback((row: ConversationRowView, anchor: Element) => {
    const { conversationType, conversationID, name, actions } = row
    setFocusedKey(row.key)
    setMenu({ conversationType, conversationID, name, actions, anchor })
  }, [])

  // A row that goes, to the archive for instance, has the focus no longer: the one in its place gets it.
  const before = useRef(rows)
  useEffect(() => {
    const index = before.current.findIndex(({ key }) => key === focusedKey)
    before.current = rows
    const hasGone = index !== -1 && !rows.some(({ key }) => key === focusedKey)
    if (hasGone && document.activeElement === document.body) focusRow(rows[Math.min(index, rows.length - 1)])
  })

  function handleScroll({ currentTarget }: UIEvent): void {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget
    if (hasMore && scrollHeight - scrollTop - clientHeight < nearEnd) void list.loadMore()
  }

  if (state === 'skeleton') return <ConversationListSkeleton label={texts.loading} />
  if (state !== 'rows') {
    return (
      <div className="lk-empty">
        <Icon name="bubble" size={32} />
        <p className="lk-empty-title">{state === 'failed' ? texts.storageFailed : emptyTitle}</p>
        {state === 'failed' ? null : <p>{emptyHint}</p>}
      </div>
    )
  }
  return (
    <>
      <div
        ref={element}
        className="lk-conversation-list"
        role="listbox"
        aria-label={texts.conversationList}
        aria-describedby={hintID}
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
            onOpenMenu={openMenu}
          />
        ))}
      </div>
      <p id={hintID} className="lk-hidden">
        {texts.chatActionsHint}
      </p>
      <ConversationCommands
        menu={menu}
        onCloseMenu={() => {
          setMenu(undefined)
        }}
        onDelete={onDelete}
      />
    </>
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
