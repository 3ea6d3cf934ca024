'use client'
import type { QuoteView } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'
import { IconButton } from './icon-button.js'
import { Icon } from './icons.js'

export interface ComposerContextProps {
  /** What the field describes itself by. */
  readonly id: string
  /** The message that is answered; absent: one is being edited. */
  readonly quote: QuoteView | undefined
  readonly onCancel: () => void
}

/** What the next send is about: an answer, or an edit. */
export function ComposerContext({ id, quote, onCancel }: ComposerContextProps) {
  const { texts } = useKit()
  return (
    <div className="lk-composer-edit">
      <Icon name={quote === undefined ? 'pencil' : 'reply'} size={18} />
      <span id={id} className="lk-composer-about">
        {quote === undefined ? (
          texts.editing
        ) : (
          <>
            {texts.replying} <bdi>{quote.author}</bdi>
            <span className="lk-quote-text" dir="auto">
              {quote.text}
            </span>
          </>
        )}
      </span>
      <IconButton icon="close" label={quote === undefined ? texts.cancelEdit : texts.cancelReply} onClick={onCancel} />
    </div>
  )
}
