'use client'
import type { ConversationReference } from '@latchkey/core'
import { conversationActions, type Ringing, type Timeline } from '@latchkey/ui-headless'
import { useMemo, useState, type MouseEvent } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { ConversationCommands, type ConversationMenu } from './conversation-commands.js'
import { GroupDialog } from './group-dialog.js'
import { useGroup, useReadable } from './hooks.js'
import { IconButton } from './icon-button.js'
import { useOfflineReason } from './offline-reason.js'

export interface ConversationHeaderProps {
  readonly conversation: ConversationReference
  readonly timeline: Timeline
  readonly ringing: Ringing | undefined
  readonly onOpen: (conversation: ConversationReference) => void
  readonly onClose: () => void
}

/** Who or what one is talking with, and what can be done with the whole of it. */
export function ConversationHeader({ conversation, timeline, ringing, onOpen, onClose }: ConversationHeaderProps) {
  const { chat, texts } = useKit()
  const offlineReason = useOfflineReason()
  const { title, avatar, subtitle } = useReadable(timeline)
  const { conversationType, conversationID } = conversation
  const live = useMemo(
    () => chat.live.queryConversation({ conversationType, conversationID }),
    [chat, conversationType, conversationID],
  )
  const { conversation: known } = useReadable(live)
  const group = useGroup(conversationType === 'group' ? conversationID : undefined)
  const [isGroupOpen, setGroupOpen] = useState(false)
  const [menu, setMenu] = useState<ConversationMenu>()

  function openMenu({ currentTarget: anchor }: MouseEvent): void {
    if (known === undefined) return
    setMenu({ conversationType, conversationID, name: title, actions: conversationActions(chat, known), anchor })
  }

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
      {ringing === undefined || conversationType !== 'peer' ? null : (
        <IconButton
          icon="phone"
          label={texts.callSomebody(title)}
          disabledReason={offlineReason}
          onClick={() => void ringing.call(conversationID)}
        />
      )}
      {group === undefined ? null : (
        <IconButton
          icon="info"
          label={texts.groupInfo}
          onClick={() => {
            setGroupOpen(true)
          }}
        />
      )}
      {known === undefined ? null : (
        <IconButton icon="more" label={texts.chatActions} isMenuOpen={menu !== undefined} onClick={openMenu} />
      )}
      <ConversationCommands
        menu={menu}
        onCloseMenu={() => {
          setMenu(undefined)
        }}
        onDelete={onClose}
      />
      {group === undefined || !isGroupOpen ? null : (
        <GroupDialog
          group={group}
          onOpen={onOpen}
          onClose={() => {
            setGroupOpen(false)
          }}
        />
      )}
    </header>
  )
}
