'use client'
import type { MessageRowView, Timeline as TimelineModel, TimelineRowView } from '@latchkey/ui-headless'
import { useMemo } from 'react'
import { useKit } from './chat-provider.js'
import { ConfirmDialog } from './confirm-dialog.js'
import type { MenuAction, MessageHandlers } from './message-handlers.js'
import { RepliesDialog } from './message-list-dialog.js'
import { MessageMenu } from './message-menu.js'
import { ReactorsDialog, ReadersDialog } from './people-dialog.js'

/** The message whose menu is open. */
export interface OpenMenu {
  readonly messageID: string
  readonly bubble: Element
}

/** What is asked or told of a message in a dialog. */
export interface OpenDialog {
  readonly messageID: string
  readonly kind: 'revoke' | 'deleteForMe' | 'replies' | 'whoReacted' | 'whoRead'
}

export interface MessageCommandsProps {
  readonly timeline: TimelineModel
  readonly rows: readonly TimelineRowView[]
  readonly menu: OpenMenu | undefined
  readonly onCloseMenu: () => void
  readonly dialog: OpenDialog | undefined
  readonly onCloseDialog: () => void
  readonly handlers: MessageHandlers
  /** What has no place here: an edit where there is no field. */
  readonly excluded: readonly MenuAction[]
  /** Says it when a command is refused at once. */
  readonly attempt: (command: Promise<void>) => void
}

/** The menu of a message, and its dialogs. */
export function MessageCommands({
  timeline,
  rows,
  menu,
  onCloseMenu,
  dialog,
  onCloseDialog,
  handlers,
  excluded,
  attempt,
}: MessageCommandsProps) {
  const row = rows.filter(isMessage).find(({ key }) => key === menu?.messageID)
  return (
    <>
      {menu === undefined || row === undefined ? null : (
        <MessageMenu
          key={menu.messageID}
          row={row}
          anchor={menu.bubble}
          actions={row.actions.filter((action) => action === 'react' || !excluded.includes(action))}
          onReact={(sign) => {
            handlers.react(menu.messageID, sign)
          }}
          onAction={(action) => {
            handlers.act(menu.messageID, action)
          }}
          onClose={onCloseMenu}
        />
      )}
      {dialog === undefined ? null : (
        <MessageDialog
          key={`${dialog.kind}/${dialog.messageID}`}
          timeline={timeline}
          dialog={dialog}
          onJump={handlers.jump}
          onClose={onCloseDialog}
          attempt={attempt}
        />
      )}
    </>
  )
}

function MessageDialog({
  timeline,
  dialog: { messageID, kind },
  onJump,
  onClose,
  attempt,
}: {
  readonly timeline: TimelineModel
  readonly dialog: OpenDialog
  readonly onJump: MessageHandlers['jump']
  readonly onClose: () => void
  readonly attempt: (command: Promise<void>) => void
}) {
  const { texts } = useKit()
  const told = useMemo(
    () => ({
      replies: kind === 'replies' ? timeline.openReplies(messageID) : undefined,
      reactors: kind === 'whoReacted' ? timeline.openReactors(messageID) : undefined,
      readers: kind === 'whoRead' ? timeline.openReaders(messageID) : undefined,
    }),
    [kind, messageID, timeline],
  )
  if (told.replies !== undefined) return <RepliesDialog replies={told.replies} onJump={onJump} onClose={onClose} />
  if (told.reactors !== undefined) return <ReactorsDialog reactors={told.reactors} onClose={onClose} />
  if (told.readers !== undefined) return <ReadersDialog readers={told.readers} onClose={onClose} />
  if (kind !== 'revoke' && kind !== 'deleteForMe') return null
  return (
    <ConfirmDialog
      title={texts[kind]}
      text={kind === 'revoke' ? texts.revokeHint : texts.deleteForMeHint}
      action={texts.remove}
      onConfirm={() => {
        attempt(timeline[kind](messageID))
      }}
      onClose={onClose}
    />
  )
}

function isMessage(row: TimelineRowView): row is MessageRowView {
  return row.type === 'message'
}
