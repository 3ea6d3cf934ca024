'use client'
import { useKit } from './chat-provider.js'
import { useOutbox } from './hooks.js'
import { Icon } from './icons.js'

/** When several messages were refused, wherever they are: that, and a way to try them all again. */
export function OutboxBanner() {
  const { chat, texts } = useKit()
  const { failedMessageCount } = useOutbox()
  // A single one has its own bar, and its conversation a mark.
  if (failedMessageCount < 2) return null
  return (
    <div className="lk-banner" data-state="failed">
      <Icon name="alert" size={18} />
      <span>{texts.failedMessages(failedMessageCount)}</span>
      <button
        type="button"
        className="lk-text-button"
        onClick={() => {
          // A database that cannot be written is told of by the list itself.
          chat.retryAllOperations().catch(() => undefined)
        }}
      >
        {texts.retryAll}
      </button>
    </div>
  )
}
