'use client'
import type { MessageRowView, QuoteView, Timeline } from '@latchkey/ui-headless'
import { useCallback, useMemo, useState } from 'react'
import { useAnnounce } from './announcer.js'
import { useKit } from './chat-provider.js'
import type { ShownPicture } from './lightbox.js'
import type { OpenDialog, OpenMenu } from './message-commands.js'
import type { MenuAction, MessageHandlers } from './message-handlers.js'

export interface MessageHandlingOptions {
  readonly onEdit: ((messageID: string, text: string) => void) | undefined
  readonly onReply: ((quote: QuoteView) => void) | undefined
  readonly onJump: ((messageID: string) => void) | undefined
}

/** What the bubbles of a timeline can ask for, and what of it is open now. */
export function useMessageHandling(timeline: Timeline, { onEdit, onReply, onJump }: MessageHandlingOptions) {
  const { texts } = useKit()
  const announce = useAnnounce()
  const [menu, setMenu] = useState<OpenMenu>()
  const [dialog, setDialog] = useState<OpenDialog>()
  const [picture, setPicture] = useState<ShownPicture>()

  const attempt = useCallback(
    (command: Promise<void>) => {
      command.catch(() => {
        announce(texts.notDone)
      })
    },
    [announce, texts],
  )

  const handlers = useMemo((): MessageHandlers => {
    function act(messageID: string, action: MenuAction): void {
      const row = timeline.getSnapshot().rows.find(({ key }) => key === messageID)
      if (row?.type !== 'message') return
      if (action === 'edit') onEdit?.(messageID, row.text)
      else if (action === 'reply') {
        onReply?.({ messageID, author: row.authorName, text: row.text, isGone: false })
      } else if (action === 'copy') {
        attempt(navigator.clipboard.writeText(textOf(row)).then(() => announce(texts.copied)))
      } else if (action === 'pinMessage' || action === 'unpinMessage') {
        attempt(timeline.pin(messageID, action === 'pinMessage'))
      } else setDialog({ messageID, kind: action })
    }
    return {
      retry: (operationID) => attempt(timeline.retry(operationID)),
      discard: (operationID) => attempt(timeline.discard(operationID)),
      react: (messageID, sign) => attempt(timeline.react(messageID, sign)),
      act,
      openMenu: (messageID, bubble) => setMenu({ messageID, bubble }),
      openPicture: (messageID, fileID) => setPicture({ messageID, fileID }),
      openReplies: (messageID) => setDialog({ messageID, kind: 'replies' }),
      jump: onJump,
    }
  }, [announce, attempt, onEdit, onJump, onReply, texts, timeline])

  const excluded = useMemo(
    (): readonly MenuAction[] => [
      ...(onEdit === undefined ? (['edit'] as const) : []),
      ...(onReply === undefined ? (['reply'] as const) : []),
    ],
    [onEdit, onReply],
  )
  const closeMenu = useCallback(() => setMenu(undefined), [])
  const closeDialog = useCallback(() => setDialog(undefined), [])
  const closePicture = useCallback(() => setPicture(undefined), [])
  return {
    handlers,
    commands: { menu, onCloseMenu: closeMenu, dialog, onCloseDialog: closeDialog, handlers, excluded, attempt },
    picture,
    setPicture,
    closePicture,
  }
}

function textOf({ parts }: MessageRowView): string {
  return parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}
