'use client'
import type { ConversationReference } from '@latchkey/core'
import type { FoundRowView, Search, SearchView, TextPart } from '@latchkey/ui-headless'
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode, type UIEvent } from 'react'
import { useAnnounce } from './announcer.js'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { useReadable } from './hooks.js'
import { IconButton } from './icon-button.js'
import { Icon } from './icons.js'

export interface SearchPaneProps {
  readonly search: Search
  readonly onOpen: (conversation: ConversationReference, messageID?: string) => void
  /** What stands there while nothing is sought. */
  readonly list: ReactNode
}

/** How far from the end of the results the next ones are asked for, in pixels. */
const nearEnd = 400

/** The field over the list, and what was found in place of the list. Arrow down goes from the field into the results, Escape clears it. */
export function SearchPane({ search, onOpen, list }: SearchPaneProps) {
  const { texts } = useKit()
  const view = useReadable(search)
  const field = useRef<HTMLInputElement>(null)
  const results = useRef<HTMLDivElement>(null)
  useSaidResults(view)

  const options = () => [...(results.current?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])]

  function clear(): void {
    search.seek('')
    field.current?.focus()
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && view.text !== '') {
      event.preventDefault()
      clear()
    } else if (event.key === 'ArrowDown' && event.target === field.current) {
      event.preventDefault()
      options()[0]?.focus()
    } else if (event.target !== field.current) moveInResults(event)
  }

  function moveInResults(event: KeyboardEvent): void {
    const rows = options()
    const index = rows.findIndex((row) => row === document.activeElement)
    if (index === -1) return
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (target !== undefined) {
      event.preventDefault()
      if (target < 0) field.current?.focus()
      else rows[Math.min(target, rows.length - 1)]?.focus()
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      rows[index]?.click()
    }
  }

  function handleScroll({ currentTarget }: UIEvent): void {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget
    if (view.hasMore && scrollHeight - scrollTop - clientHeight < nearEnd) void search.loadMore().catch(() => undefined)
  }

  return (
    <div className="lk-search" onKeyDown={handleKey}>
      <div className="lk-search-field" role="search">
        <Icon name="search" size={18} />
        <input
          ref={field}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          value={view.text}
          maxLength={512}
          placeholder={texts.search}
          aria-label={texts.search}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            search.seek(event.target.value)
          }}
        />
        {view.text === '' ? null : <IconButton icon="close" label={texts.clearSearch} onClick={clear} />}
      </div>
      {view.state === 'idle' ? list : null}
      {view.state === 'found' ? (
        <div
          ref={results}
          className="lk-conversation-list"
          role="listbox"
          aria-label={texts.searchResults}
          onScroll={handleScroll}
        >
          <FoundGroup heading={texts.chats} rows={view.conversationRows} isFirst onOpen={onOpen} />
          <FoundGroup
            heading={texts.foundMessages}
            rows={view.messageRows}
            isFirst={view.conversationRows.length === 0}
            onOpen={onOpen}
          />
        </div>
      ) : null}
      {view.state === 'nothing' || view.state === 'failed' ? (
        <div className="lk-empty">
          <Icon name="search" size={32} />
          <p className="lk-empty-title">{view.state === 'failed' ? texts.searchFailed : texts.foundNothing}</p>
          {view.state === 'failed' ? null : <p>{texts.foundNothingHint}</p>}
        </div>
      ) : null}
      {view.note === '' ? null : <p className="lk-search-note">{view.note}</p>}
    </div>
  )
}

/** Says how much was found, once typing has come to an answer. */
function useSaidResults(view: SearchView): void {
  const { texts } = useKit()
  const announce = useAnnounce()
  const { state, text, conversationRows, messageCount } = view
  const count = conversationRows.length + messageCount
  useEffect(() => {
    if (state === 'found') announce(texts.foundCount(count))
    else if (state === 'nothing') announce(texts.foundNothing)
    else if (state === 'failed') announce(texts.searchFailed)
  }, [announce, count, state, text, texts])
}

interface FoundGroupProps {
  readonly heading: string
  readonly rows: readonly FoundRowView[]
  /** Tab reaches its first row. */
  readonly isFirst: boolean
  readonly onOpen: SearchPaneProps['onOpen']
}

function FoundGroup({ heading, rows, isFirst, onOpen }: FoundGroupProps) {
  const headingID = useId()
  if (rows.length === 0) return null
  return (
    <div role="group" aria-labelledby={headingID}>
      <h2 id={headingID} className="lk-search-heading" role="presentation">
        {heading}
      </h2>
      {rows.map((row, index) => (
        <div
          key={row.key}
          className="lk-conversation"
          role="option"
          aria-selected={false}
          tabIndex={isFirst && index === 0 ? 0 : -1}
          onClick={() => {
            onOpen(row, row.messageID)
          }}
        >
          <Avatar avatar={row.avatar} size={48} />
          <span className="lk-conversation-text">
            <span className="lk-conversation-line">
              <bdi className="lk-conversation-name">
                <Marked parts={row.nameParts} />
              </bdi>
              <time className="lk-conversation-time">{row.time}</time>
            </span>
            {row.textParts.length === 0 ? null : (
              <span className="lk-conversation-line">
                <bdi className="lk-conversation-preview">
                  <Marked parts={row.textParts} />
                </bdi>
              </span>
            )}
          </span>
        </div>
      ))}
    </div>
  )
}

function Marked({ parts }: { readonly parts: readonly TextPart[] }) {
  return parts.map(({ text, isMatch }, index) => (isMatch ? <mark key={index}>{text}</mark> : text))
}
