'use client'
import type { Composer as ComposerModel } from '@latchkey/ui-headless'
import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
} from 'react'
import { useKit } from './chat-provider.js'
import { ChosenFileTray } from './chosen-file-tray.js'
import { ComposerContext } from './composer-context.js'
import { chosenFiles } from './file-drop.js'
import { useReadable } from './hooks.js'
import { IconButton } from './icon-button.js'
import { Icon } from './icons.js'
import { MentionList, mentionOptionID } from './mention-list.js'

export interface ComposerProps {
  readonly composer: ComposerModel
  /** The up arrow in an empty field: changes the last message that can be. */
  readonly onEditLast?: () => void
}

/**
 * Where a message is written, and changed. Enter sends, Shift+Enter begins a line, Escape leaves an edit; an input method's
 * Enter does nothing of it.
 */
export function Composer({ composer, onEditLast }: ComposerProps) {
  const { texts } = useKit()
  const { text, files, canAttach, editedMessageID, quote, mention, disabledReason, problem } = useReadable(composer)
  const listID = useId()
  const aboutID = useId()
  const caret = useRef<number>(undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const isEditing = editedMessageID !== undefined

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
    if (caret.current !== undefined) element.setSelectionRange(caret.current, caret.current)
    caret.current = undefined
  }, [text])

  // Whoever asked to change a message goes on in the field, behind its last word.
  useEffect(() => {
    const element = field.current
    if (editedMessageID === undefined || element === null) return
    element.focus()
    element.setSelectionRange(element.value.length, element.value.length)
  }, [editedMessageID])
  const quotedID = quote?.messageID
  useEffect(() => {
    if (quotedID !== undefined) field.current?.focus()
  }, [quotedID])

  // What did not go is back in the field, and the problem stands above it.
  const send = () => void composer.send().catch(() => undefined)

  function submit(event: FormEvent): void {
    event.preventDefault()
    send()
    // With nothing to send, the button says where something can be written.
    field.current?.focus()
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (mention !== undefined && handleMentionKey(event.key)) event.preventDefault()
    if (event.isDefaultPrevented()) return
    if (event.key === 'Enter' && !event.shiftKey) send()
    else if (event.key === 'Escape' && isEditing) composer.cancelEdit()
    else if (event.key === 'Escape' && quote !== undefined) composer.cancelReply()
    else if (event.key === 'ArrowUp' && text === '' && !isEditing && onEditLast !== undefined) onEditLast()
    else return
    event.preventDefault()
  }

  function choose(index?: number): void {
    caret.current = composer.chooseMention(index)
  }

  /** Whether the key was for the names that are offered. */
  function handleMentionKey(key: string): boolean {
    if (key === 'ArrowDown') composer.moveMention(1)
    else if (key === 'ArrowUp') composer.moveMention(-1)
    else if (key === 'Enter' || key === 'Tab') choose()
    else if (key === 'Escape') composer.closeMention()
    else return false
    return true
  }

  function handlePaste(event: ClipboardEvent): void {
    const { files: pasted } = event.clipboardData
    // Of a picture copied from a page or a document the text beside it is not what is meant.
    if (!canAttach || pasted.length === 0) return
    event.preventDefault()
    composer.attach(chosenFiles(pasted))
  }

  if (disabledReason !== undefined) return <p className="lk-composer-disabled">{disabledReason}</p>
  return (
    <form className="lk-composer" onSubmit={submit}>
      {problem === undefined ? null : (
        <p className="lk-composer-problem" role="alert">
          {problem}
        </p>
      )}
      {isEditing || quote !== undefined ? (
        <ComposerContext
          id={aboutID}
          quote={isEditing ? undefined : quote}
          onCancel={() => {
            if (isEditing) composer.cancelEdit()
            else composer.cancelReply()
            field.current?.focus()
          }}
        />
      ) : null}
      {mention === undefined ? null : <MentionList id={listID} choice={mention} onChoose={choose} />}
      {files.length === 0 || isEditing ? null : (
        <ChosenFileTray
          files={files}
          onRemove={(key) => {
            composer.detach(key)
            field.current?.focus()
          }}
        />
      )}
      {canAttach ? (
        <>
          <IconButton icon="plus" label={texts.attach} onClick={() => picker.current?.click()} />
          <input
            ref={picker}
            type="file"
            className="lk-hidden"
            multiple
            tabIndex={-1}
            aria-hidden="true"
            onChange={({ target }) => {
              composer.attach(chosenFiles(target.files ?? []))
              // The same file may be chosen again after it was left out.
              target.value = ''
              field.current?.focus()
            }}
          />
        </>
      ) : null}
      <textarea
        ref={field}
        className="lk-composer-field"
        aria-label={texts.message}
        aria-describedby={isEditing || quote !== undefined ? aboutID : undefined}
        aria-autocomplete="list"
        aria-controls={mention === undefined ? undefined : listID}
        aria-activedescendant={mention === undefined ? undefined : mentionOptionID(listID, mention.activeIndex)}
        placeholder={texts.message}
        rows={1}
        dir="auto"
        value={text}
        onChange={(event) => {
          composer.setText(event.target.value, event.target.selectionStart)
        }}
        onKeyDown={handleKey}
        onPaste={handlePaste}
        onBlur={() => {
          composer.closeMention()
        }}
      />
      <button
        type="submit"
        className="lk-send"
        aria-label={isEditing ? texts.save : texts.send}
        title={isEditing ? texts.save : texts.send}
      >
        <Icon name={isEditing ? 'check' : 'send'} />
      </button>
    </form>
  )
}
