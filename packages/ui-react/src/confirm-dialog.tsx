'use client'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'

export interface ConfirmDialogProps {
  readonly title: string
  readonly text: string
  /** What the button says that does it. */
  readonly action: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ title, text, action, onConfirm, onClose }: ConfirmDialogProps) {
  const { texts } = useKit()
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <div className="lk-dialog-actions">
        <button type="button" className="lk-button" onClick={onClose}>
          {texts.cancel}
        </button>
        <button
          type="button"
          className="lk-button"
          data-kind="danger"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  )
}
