'use client'
import type { ConversationReference } from '@latchkey/core'
import { useEffect, useLayoutEffect, useRef, type FormEvent, type KeyboardEvent } from 'react'
import { useKit } from './chat-provider.js'
import { useComposer, useReadable } from './hooks.js'
import { Icon } from './icons.js'

/** Where a message is written. Enter sends, Shift+Enter begins a line; an input method's Enter does neither. */
export function Composer({ conversation }: { readonly conversation: ConversationReference }) {
  const { texts } = useKit()
  const composer = useComposer(conversation)
  const { text, disabledReason, problem } = useReadable(composer)
  const field = useRef<HTMLTextAreaElement>(null)

  // The draft is kept when the field goes away, and when the page does.
  useEffect(() => {
    const keep = () => void composer.keepDraft().catch(() => undefined)
    globalThis.addEventListener('pagehide', keep)
    return () => {
      globalThis.removeEventListener('pagehide', keep)
      keep()
    }
  }, [composer])

  useLayoutEffect(() => {
    const element = field.current
    if (element === null) return
    element.style.blockSize = 'auto'
    const edges = element.offsetHeight - element.clientHeight
    element.style.blockSize = `${String(element.scrollHeight + edges)}px`
  }, [text])

  // What did not go is back in the field, and the problem stands above it.
  const send = () => void composer.send().catch(() => undefined)

  function submit(event: FormEvent): void {
    event.preventDefault()
    send()
    // With nothing to send, the button says where something can be written.
    field.current?.focus()
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  if (disabledReason !== undefined) return <p className="lk-composer-disabled">{disabledReason}</p>
  return (
    <form className="lk-composer" onSubmit={submit}>
      {problem === undefined ? null : (
        <p className="lk-composer-problem" role="alert">
          {problem}
        </p>
      )}
      <textarea
        ref={field}
        className="lk-composer-field"
        aria-label={texts.message}
        placeholder={texts.message}
        rows={1}
        dir="auto"
        value={text}
        onChange={(event) => {
          composer.setText(event.target.value)
        }}
        onKeyDown={handleKey}
      />
      <button type="submit" className="lk-send" aria-label={texts.send} title={texts.send}>
        <Icon name="send" />
      </button>
    </form>
  )
}
