'use client'
import { useLayoutEffect, useRef, type ReactNode } from 'react'
import { useKit } from './chat-provider.js'
import { IconButton } from './icon-button.js'

export interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  /** For what is looked at rather than answered: it takes the height there is, and has a button to close it. */
  readonly isSheet?: boolean
  readonly children: ReactNode
}

/** A modal dialog on the platform's own: it holds the focus, closes with Escape, and gives the focus back. */
export function Dialog({ title, onClose, isSheet = false, children }: DialogProps) {
  const { texts } = useKit()
  const element = useRef<HTMLDialogElement>(null)
  // A layout effect, since a dialog gives the focus back only while it is still in the page.
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => {
      dialog?.close()
    }
  }, [])
  return (
    <dialog
      ref={element}
      className="lk-dialog"
      data-kind={isSheet ? 'sheet' : undefined}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {isSheet ? (
        <>
          <header className="lk-sheet-header">
            <h2>{title}</h2>
            <IconButton icon="close" label={texts.close} onClick={onClose} />
          </header>
          <div className="lk-sheet-body">{children}</div>
        </>
      ) : (
        <>
          <h2>{title}</h2>
          {children}
        </>
      )}
    </dialog>
  )
}
