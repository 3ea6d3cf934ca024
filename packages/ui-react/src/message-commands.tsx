'use client'
import type { MessageRowView, Timeline as TimelineModel, TimelineRowView } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { ConfirmDialog } from './confirm-dialog.js'
import { MessageMenu, type MenuAction } from './message-menu.js'

/** The message whose menu is open. */
export interface OpenMenu {
  readonly messageID: string
  readonly bubble: Element
}

export interface MessageCommandsProps {
  readonly timeline: TimelineModel
  readonly rows: readonly TimelineRowView[]
  readonly menu: OpenMenu | undefined
  readonly onCloseMenu: () => void
  /** Absent where there is no field to edit in. */
  readonly onEdit: ((messageID: string, text: string) => void) | undefined
  /** Says it when a command is refused at once. */
  readonly attempt: (command: Promise<void>) => void
}

/** The menu of a message, and the question before it is deleted. */
export function MessageCommands({ timeline, rows, menu, onCloseMenu, onEdit, attempt }: MessageCommandsProps) {
  const { texts } = useKit()
  const [deletion, setDeletion] = useState<{ readonly messageID: string; readonly action: 'revoke' | 'deleteForMe' }>()
  const row = rows.filter(isMessage).find(({ key }) => key === menu?.messageID)

  function act(action: MenuAction, { key, text }: MessageRowView): void {
    if (action === 'edit') onEdit?.(key, text)
    else setDeletion({ messageID: key, action })
  }

  return (
    <>
      {menu === undefined || row === undefined ? null : (
        <MessageMenu
          key={menu.messageID}
          row={row}
          anchor={menu.bubble}
          actions={row.actions.filter((action) => action !== 'edit' || onEdit !== undefined)}
          onReact={(sign) => {
            attempt(timeline.react(menu.messageID, sign))
          }}
          onAction={(action) => {
            act(action, row)
          }}
          onClose={onCloseMenu}
        />
      )}
      {deletion === undefined ? null : (
        <ConfirmDialog
          title={texts[deletion.action]}
          text={deletion.action === 'revoke' ? texts.revokeHint : texts.deleteForMeHint}
          action={texts.remove}
          onConfirm={() => {
            attempt(timeline[deletion.action](deletion.messageID))
          }}
          onClose={() => {
            setDeletion(undefined)
          }}
        />
      )}
    </>
  )
}

function isMessage(row: TimelineRowView): row is MessageRowView {
  return row.type === 'message'
}
