'use client'
import type { ConversationReference } from '@latchkey/core'
import { performConversationAction, type ConversationAction } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useAnnounce } from './announcer.js'
import { useKit } from './chat-provider.js'
import { ConfirmDialog } from './confirm-dialog.js'
import type { IconName } from './icons.js'
import { Menu, MenuItem } from './menu.js'

/** The conversation whose menu is open. */
export interface ConversationMenu extends ConversationReference {
  readonly name: string
  readonly actions: readonly ConversationAction[]
  /** What the menu opens beside. */
  readonly anchor: Element
}

export interface ConversationCommandsProps {
  readonly menu: ConversationMenu | undefined
  readonly onCloseMenu: () => void
  readonly onDelete: ((conversation: ConversationReference) => void) | undefined
}

const icons: Record<ConversationAction, IconName> = {
  markRead: 'check',
  markUnread: 'bubble',
  pin: 'pin',
  unpin: 'pin',
  mute: 'bellOff',
  unmute: 'bell',
  archive: 'archive',
  unarchive: 'unarchive',
  deleteChat: 'trash',
}

/** The menu of a conversation, and the question before it is deleted. */
export function ConversationCommands({ menu, onCloseMenu, onDelete }: ConversationCommandsProps) {
  const kit = useKit()
  const { texts } = kit
  const announce = useAnnounce()
  const [deleted, setDeleted] = useState<ConversationMenu>()

  function perform(target: ConversationReference, action: ConversationAction): void {
    performConversationAction(kit, target, action).then(
      () => {
        if (action === 'archive') announce(texts.movedToArchive)
        if (action === 'unarchive') announce(texts.movedToChats)
        if (action === 'deleteChat') onDelete?.(target)
      },
      () => {
        announce(texts.notDone)
      },
    )
  }

  return (
    <>
      {menu === undefined ? null : (
        <Menu label={texts.chatActions} anchor={menu.anchor} onClose={onCloseMenu}>
          {menu.actions.map((action) => (
            <MenuItem
              key={action}
              icon={icons[action]}
              text={texts[action]}
              isDangerous={action === 'deleteChat'}
              onChoose={() => {
                if (action === 'deleteChat') setDeleted(menu)
                else perform(menu, action)
              }}
            />
          ))}
        </Menu>
      )}
      {deleted === undefined ? null : (
        <ConfirmDialog
          title={texts.deleteChatOf(deleted.name)}
          text={texts.deleteChatHint}
          action={texts.remove}
          onConfirm={() => {
            perform(deleted, 'deleteChat')
          }}
          onClose={() => {
            setDeleted(undefined)
          }}
        />
      )}
    </>
  )
}
