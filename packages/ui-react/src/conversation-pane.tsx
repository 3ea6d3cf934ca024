'use client'
import type { ConversationReference } from '@latchkey/core'
import {
  conversationRowKey,
  type Composer as ComposerModel,
  type Ringing,
  type Timeline as TimelineModel,
} from '@latchkey/ui-headless'
import { useCallback, useRef, useState } from 'react'
import { useKit } from './chat-provider.js'
import { Composer } from './composer.js'
import { ConversationHeader } from './conversation-header.js'
import { useFileDrop } from './file-drop.js'
import { useComposer, useReadable, useTimeline } from './hooks.js'
import { PinnedBar } from './pinned-bar.js'
import { Timeline } from './timeline.js'

export interface ConversationPaneProps {
  readonly conversation: ConversationReference
  /** A message that was found, which is to be shown. */
  readonly sought?: { readonly messageID: string } | undefined
  /** Calls can be made with it; absent: there is no button for them. */
  readonly ringing?: Ringing | undefined
  /** Another conversation was asked for: somebody out of a group, for instance. */
  readonly onOpen: (conversation: ConversationReference) => void
  readonly onClose: () => void
}

/** Header, what is pinned, timeline and composer of one conversation. */
export function ConversationPane({ conversation, sought, ringing, onOpen, onClose }: ConversationPaneProps) {
  const timeline = useTimeline(conversation)
  const composer = useComposer(conversation)
  const key = conversationRowKey(conversation)
  const place = useRef<HTMLDivElement>(null)
  const [jump, setJump] = useState<{ readonly messageID: string; readonly after: typeof sought }>()
  const { attach, edit, reply } = composer
  const isDropping = useFileDrop(place, attach)
  const jumpTo = useCallback((messageID: string) => setJump({ messageID, after: sought }), [sought])

  function editLast(): void {
    const last = timeline.getSnapshot().rows.findLast((row) => row.type === 'message' && row.actions.includes('edit'))
    if (last !== undefined) edit(last.key, last.text)
  }

  return (
    <div ref={place} className="lk-conversation-pane">
      <ConversationHeader
        conversation={conversation}
        timeline={timeline}
        ringing={ringing}
        onOpen={onOpen}
        onClose={onClose}
      />
      <Pinned timeline={timeline} onJump={jumpTo} />
      <Timeline
        key={`timeline/${key}`}
        conversation={conversation}
        timeline={timeline}
        // What was asked for last.
        sought={jump !== undefined && jump.after === sought ? jump : sought}
        onEdit={edit}
        onReply={reply}
        onJump={jumpTo}
      />
      <Composer key={`composer/${key}`} composer={composer} onEditLast={editLast} />
      {isDropping ? <DropHint composer={composer} /> : null}
    </div>
  )
}

function Pinned({
  timeline,
  onJump,
}: {
  readonly timeline: TimelineModel
  readonly onJump: (messageID: string) => void
}) {
  const { pinned } = useReadable(timeline)
  return pinned.length === 0 ? null : <PinnedBar pinned={pinned} onJump={onJump} />
}

function DropHint({ composer }: { readonly composer: ComposerModel }) {
  const { texts } = useKit()
  const { canAttach } = useReadable(composer)
  return canAttach ? <p className="lk-drop">{texts.dropHere}</p> : null
}
