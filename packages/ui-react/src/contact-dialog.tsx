'use client'
import { commandProblem, type Contacts } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'
import { FormActions } from './form-actions.js'
import { TextField } from './text-field.js'

export interface ContactDialogProps {
  readonly contacts: Contacts
  readonly onClose: () => void
}

/** Asks somebody to become a friend. */
export function ContactDialog({ contacts, onClose }: ContactDialogProps) {
  const kit = useKit()
  const { texts } = kit
  const [userID, setUserID] = useState('')
  const [wording, setWording] = useState('')
  const [problem, setProblem] = useState<string>()
  return (
    <Dialog title={texts.addContact} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          contacts.add(userID.trim(), wording.trim()).then(onClose, (failure: unknown) => {
            setProblem(commandProblem(kit, failure))
          })
        }}
      >
        <TextField label={texts.userID} value={userID} onChange={setUserID} />
        <TextField label={texts.wording} hint={texts.wordingHint} value={wording} onChange={setWording} />
        {problem === undefined ? null : (
          <p className="lk-login-problem" role="alert">
            {problem}
          </p>
        )}
        <FormActions action={texts.ask} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
