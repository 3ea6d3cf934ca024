'use client'
import { countUnsent } from '@latchkey/ui-headless'
import { useEffect, useState } from 'react'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'

export interface SignOutDialogProps {
  readonly onClose: () => void
  readonly onLogOut: () => Promise<void>
}

/** Signing out keeps the local data; what was not sent is named before. */
export function SignOutDialog({ onClose, onLogOut }: SignOutDialogProps) {
  const kit = useKit()
  const { texts } = kit
  const [unsent, setUnsent] = useState(0)
  useEffect(() => {
    let isGone = false
    // A database that cannot be read has nothing to warn of.
    countUnsent(kit).then(
      (count) => {
        if (!isGone) setUnsent(count)
      },
      () => undefined,
    )
    return () => {
      isGone = true
    }
  }, [kit])
  return (
    <Dialog title={texts.logOut} onClose={onClose}>
      {unsent === 0 ? null : <p>{texts.unsentWarning(unsent)}</p>}
      <div className="lk-dialog-actions">
        <button type="button" className="lk-button" onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="button" className="lk-button" data-kind="primary" onClick={() => void onLogOut()}>
          {texts.logOut}
        </button>
      </div>
    </Dialog>
  )
}
