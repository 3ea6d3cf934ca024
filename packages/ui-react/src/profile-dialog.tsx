'use client'
import { commandProblem, type Profile } from '@latchkey/ui-headless'
import { useState } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'
import { FormActions } from './form-actions.js'
import { useReadable } from './hooks.js'
import { TextField } from './text-field.js'

export interface ProfileDialogProps {
  readonly profile: Profile
  readonly onClose: () => void
}

/** How others see the user: name and picture. */
export function ProfileDialog({ profile, onClose }: ProfileDialogProps) {
  const kit = useKit()
  const { texts } = kit
  const view = useReadable(profile)
  const [name, setName] = useState(view.name)
  const [avatarUrl, setAvatarUrl] = useState(view.avatar.url)
  const [problem, setProblem] = useState<string>()
  return (
    <Dialog title={texts.profile} onClose={onClose}>
      <div className="lk-sheet-head">
        <Avatar avatar={{ ...view.avatar, url: avatarUrl.trim() }} size={72} />
        <p>{view.userID}</p>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          profile.update({ name: name.trim(), avatarUrl: avatarUrl.trim() }).then(onClose, (failure: unknown) => {
            setProblem(commandProblem(kit, failure))
          })
        }}
      >
        <TextField label={texts.yourName} hint={texts.profileHint} value={name} onChange={setName} />
        <TextField label={texts.avatarUrl} hint={texts.avatarUrlHint} value={avatarUrl} onChange={setAvatarUrl} />
        {problem === undefined ? null : (
          <p className="lk-login-problem" role="alert">
            {problem}
          </p>
        )}
        <FormActions action={texts.save} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
