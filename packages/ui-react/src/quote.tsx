'use client'
import type { QuoteView } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'

export interface QuoteProps {
  readonly quote: QuoteView
  /** Goes to the message; absent where nobody can. */
  readonly onJump?: ((messageID: string) => void) | undefined
}

/** The message that another one answers, in two lines. */
export function Quote({ quote: { messageID, author, text, isGone }, onJump }: QuoteProps) {
  const { texts } = useKit()
  const words = (
    <>
      <bdi className="lk-quote-author">{author}</bdi>
      <span className="lk-quote-text" data-note={isGone || undefined} dir="auto">
        {text}
      </span>
    </>
  )
  if (onJump === undefined) return <div className="lk-quote">{words}</div>
  return (
    <button
      type="button"
      className="lk-quote"
      title={texts.jumpToOriginal}
      onClick={() => {
        onJump(messageID)
      }}
    >
      {words}
    </button>
  )
}
