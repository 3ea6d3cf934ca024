'use client'
import type { FailureView, ReactionView, UploadView } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'

/** The signs under a bubble. A press gives one's own, or takes it back. */
export function Reactions({
  reactions,
  onReact,
}: {
  readonly reactions: readonly ReactionView[]
  /** Absent where nothing can be answered any more. */
  readonly onReact: ((sign: string) => void) | undefined
}) {
  const { texts } = useKit()
  return (
    <ul className="lk-reactions" aria-label={texts.reactions}>
      {reactions.map(({ sign, count, isOwn, label, who }) => (
        <li key={sign}>
          <button
            type="button"
            className="lk-reaction"
            aria-pressed={isOwn}
            aria-label={label}
            title={who}
            disabled={onReact === undefined}
            onClick={() => onReact?.(sign)}
          >
            <span aria-hidden="true">{sign}</span>
            <span aria-hidden="true">{count}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** How far the files of a message are, and a way to take it back before they are there. */
export function UploadBar({
  upload: { operationID, percent, text },
  onCancel,
}: {
  readonly upload: UploadView
  readonly onCancel: (operationID: string) => void
}) {
  const { texts } = useKit()
  return (
    <p className="lk-message-upload">
      <progress aria-label={text} max={100} value={percent ?? 0} />
      <span>{text}</span>
      <button
        type="button"
        className="lk-text-button"
        onClick={() => {
          onCancel(operationID)
        }}
      >
        {texts.cancel}
      </button>
    </p>
  )
}

export interface FailureBarProps {
  readonly failure: FailureView
  readonly onRetry: (operationID: string) => void
  readonly onDiscard: (operationID: string) => void
}

/** What was not taken, and what can be done about it. */
export function FailureBar({ failure: { kind, operationID }, onRetry, onDiscard }: FailureBarProps) {
  const { texts } = useKit()
  const words = {
    message: [texts.notSent, texts.retry, texts.remove],
    stale: [texts.stale, texts.sendAnyway, texts.remove],
    change: [texts.changeFailed, texts.retry, texts.undoChange],
  } as const
  const [text, retry, discard] = words[kind]
  return (
    <p className="lk-message-failed">
      <Icon name={kind === 'stale' ? 'clock' : 'alert'} size={15} />
      <span>{text}</span>
      <button
        type="button"
        className="lk-text-button"
        onClick={() => {
          onRetry(operationID)
        }}
      >
        {retry}
      </button>
      <button
        type="button"
        className="lk-text-button"
        onClick={() => {
          onDiscard(operationID)
        }}
      >
        {discard}
      </button>
    </p>
  )
}
