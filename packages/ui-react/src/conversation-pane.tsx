'use client'
import type { ConversationReference } from '@latchkey/core'
import { conversationRowKey, type Timeline as TimelineModel } from '@latchkey/ui-headless'
import { useMemo } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Composer } from './composer.js'
import { useComposer, useReadable, useTimeline } from './hooks.js'
import { IconButton } from './icon-button.js'
import { Timeline } from './timeline.js'

export interface ConversationPaneProps {
  readonly conversation: ConversationReference
  /** A message that was found, which is to be shown. */
  readonly sought?: { readonly messageID: string } | undefined
  readonly onClose: () => void
}

/** Header, timeline and composer of one conversation. */
export function ConversationPane({ conversation, sought, onClose }: ConversationPaneProps) {
  const timeline = useTimeline(conversation)
  const composer = useComposer(conversation)
  const key = conversationRowKey(conversation)

  function editLast(): void {
    const last = timeline.getSnapshot().rows.findLast((row) => row.type === 'message' && row.actions.includes('edit'))
    if (last !== undefined) composer.edit(last.key, last.text)
  }

  return (
    <>
      <ConversationHeader conversation={conversation} timeline={timeline} onClose={onClose} />
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
    </>
  )
}

function ConversationHeader({
  conversation,
  timeline,
  onClose,
}: ConversationPaneProps & { readonly timeline: TimelineModel }) {
  const { chat, texts } = useKit()
  const { title, avatar, subtitle } = useReadable(timeline)
  const { conversationType, conversationID } = conversation
  const live = useMemo(
    () => chat.live.queryConversation({ conversationType, conversationID }),
    [chat, conversationType, conversationID],
  )
  const { conversation: known } = useReadable(live)
  return (
    <header className="lk-header">
      <IconButton icon="back" label={texts.back} className="lk-back" onClick={onClose} />
      <Avatar avatar={avatar} size={40} />
      <div className="lk-header-text">
        <h2>
          <bdi>{title}</bdi>
        </h2>
        {subtitle === '' ? null : <p>{subtitle}</p>}
      </div>
      {known === undefined ? null : (
        <>
          <IconButton
            icon="pin"
            label={known.isPinned ? texts.unpin : texts.pin}
            isPressed={known.isPinned}
            onClick={() => void chat.updateConversationPinnedState(conversation, !known.isPinned)}
          />
          <IconButton
            icon="trash"
            label={texts.deleteChat}
            onClick={() => {
              void chat.deleteConversation(conversation).then(onClose)
            }}
          />
        </>
      )}
    </header>
  )
}
