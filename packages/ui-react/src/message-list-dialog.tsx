'use client'
import type { Replies } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'
import { useReadable } from './hooks.js'

/** One message of a list, in a line. */
export interface ListedMessage {
  readonly messageID: string
  readonly author: string
  readonly text: string
  readonly time?: string
}

export interface MessageListDialogProps {
  readonly title: string
  readonly messages: readonly ListedMessage[]
  readonly note: string
  readonly onJump: ((messageID: string) => void) | undefined
  readonly onClose: () => void
}

/** Messages that belong together: a press goes to one of them where it stands. */
export function MessageListDialog({ title, messages, note, onJump, onClose }: MessageListDialogProps) {
  const { texts } = useKit()
  return (
    <Dialog title={title} onClose={onClose}>
      <ul className="lk-listed">
        {messages.map(({ messageID, author, text, time }) => (
          <li key={messageID}>
            <button
              type="button"
              onClick={() => {
                onClose()
                onJump?.(messageID)
              }}
            >
              <span className="lk-listed-head">
                <bdi>{author}</bdi>
                {time === undefined ? null : <time>{time}</time>}
              </span>
              <span className="lk-listed-text" dir="auto">
                {text}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {note === '' ? null : <p className="lk-named-note">{note}</p>}
      <div className="lk-dialog-actions">
        <button type="button" className="lk-button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </Dialog>
  )
}

export function RepliesDialog({
  replies,
  onJump,
  onClose,
}: {
  readonly replies: Replies
  readonly onJump: ((messageID: string) => void) | undefined
  readonly onClose: () => void
}) {
  const { texts } = useKit()
  const { replies: messages, state, note } = useReadable(replies)
  const shownNote = state === 'loading' ? texts.loading : note
  return (
    <MessageListDialog title={texts.replies} messages={messages} note={shownNote} onJump={onJump} onClose={onClose} />
  )
}
