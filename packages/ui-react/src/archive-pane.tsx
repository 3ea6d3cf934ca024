'use client'
import type { ConversationList as ConversationListModel } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'
import { ConversationRows, type ConversationListProps } from './conversation-list.js'
import { useReadable } from './hooks.js'
import { IconButton } from './icon-button.js'
import { Icon } from './icons.js'

export interface ArchiveEntryProps {
  readonly archive: ConversationListModel
  readonly onOpen: () => void
}

/** The way into the archive, above the list; nothing while nothing is in there. */
export function ArchiveEntry({ archive, onOpen }: ArchiveEntryProps) {
  const { texts } = useKit()
  const { rows, hasMore } = useReadable(archive)
  if (rows.length === 0) return null
  return (
    <button type="button" className="lk-archive-entry" onClick={onOpen}>
      <Icon name="archive" />
      <span>{texts.archived}</span>
      <span className="lk-archive-count">
        {rows.length}
        {hasMore ? '+' : ''}
      </span>
    </button>
  )
}

export interface ArchivePaneProps extends ConversationListProps {
  readonly archive: ConversationListModel
  readonly onClose: () => void
}

/** What was put away, in the place of the list. */
export function ArchivePane({ archive, onClose, ...props }: ArchivePaneProps) {
  const { texts } = useKit()
  return (
    <>
      <header className="lk-list-header">
        <IconButton icon="back" label={texts.back} autoFocus onClick={onClose} />
        <h1>{texts.archived}</h1>
      </header>
      <ConversationRows
        {...props}
        list={archive}
        emptyTitle={texts.nothingArchived}
        emptyHint={texts.nothingArchivedHint}
      />
    </>
  )
}
