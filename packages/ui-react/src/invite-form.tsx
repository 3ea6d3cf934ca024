'use client'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { FormActions } from './form-actions.js'
import type { GroupFormProps } from './group-form.js'
import { nobodyPicked, PeopleField, userIDsOf } from './people-field.js'

/** Brings people into a group. Who could not be invited stays in the form, and is named. */
export function InviteForm({ group, view, attempt, onClose }: GroupFormProps) {
  const { texts } = useKit()
  const [picked, setPicked] = useState(nobodyPicked)
  const [refused, setRefused] = useState<readonly string[]>([])

  async function invite(): Promise<void> {
    let left: readonly string[] = []
    const isDone = await attempt(async () => {
      left = await group.invite(userIDsOf(picked))
    })
    if (!isDone) return
    if (left.length === 0) return onClose()
    setRefused(left)
    setPicked({ people: [], typed: left.join(' ') })
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void invite()
      }}
    >
      <PeopleField
        label={texts.invite}
        hint={texts.peopleHint}
        picked={picked}
        without={view.rows.map(({ userID }) => userID)}
        onChange={setPicked}
      />
      {refused.length === 0 ? null : (
        <p className="lk-login-problem" role="alert">
          {texts.notInvited(refused)}
        </p>
      )}
      <FormActions action={texts.invite} onCancel={onClose} />
    </form>
  )
}
