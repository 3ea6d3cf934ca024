'use client'
import type { ConversationReference } from '@latchkey/core'
import { conversationRowKey, type ChosenFile } from '@latchkey/ui-headless'
import { useCallback, useRef } from 'react'
import { useKit } from './chat-provider.js'
import { Composer } from './composer.js'
import { ConversationHeader } from './conversation-header.js'
import { useFileDrop } from './file-drop.js'
import { useComposer, useReadable, useTimeline } from './hooks.js'
import { Timeline } from './timeline.js'

export interface ConversationPaneProps {
  readonly conversation: ConversationReference
  /** A message that was found, which is to be shown. */
  readonly sought?: { readonly messageID: string } | undefined
  /** Another conversation was asked for: somebody out of a group, for instance. */
  readonly onOpen: (conversation: ConversationReference) => void
  readonly onClose: () => void
}

/** Header, timeline and composer of one conversation. */
export function ConversationPane({ conversation, sought, onOpen, onClose }: ConversationPaneProps) {
  const { texts } = useKit()
  const timeline = useTimeline(conversation)
  const composer = useComposer(conversation)
  const key = conversationRowKey(conversation)
  const place = useRef<HTMLDivElement>(null)
  const attach = useCallback(
    (files: readonly ChosenFile[]) => {
      composer.attach(files)
    },
    [composer],
  )
  const isDropping = useFileDrop(place, attach)
  const { canAttach } = useReadable(composer)

  function editLast(): void {
    const last = timeline.getSnapshot().rows.findLast((row) => row.type === 'message' && row.actions.includes('edit'))
    if (last !== undefined) composer.edit(last.key, last.text)
  }

  return (
    <div ref={place} className="lk-conversation-pane">
      <ConversationHeader conversation={conversation} timeline={timeline} onOpen={onOpen} onClose={onClose} />
      <Timeline
        key={`timeline/${key}`}
        conversation={conversation}
        timeline={timeline}
        sought={sought}
        onEdit={(messageID, text) => {
          composer.edit(messageID, text)
        }}
      />
      <Composer key={`composer/${key}`} composer={composer} onEditLast={editLast} />
      {isDropping && canAttach ? <p className="lk-drop">{texts.dropHere}</p> : null}
    </div>
  )
}
