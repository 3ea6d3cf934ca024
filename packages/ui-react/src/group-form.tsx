'use client'
import type { GroupModel, GroupView } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { FormActions } from './form-actions.js'
import { TextField } from './text-field.js'

export interface GroupFormProps {
  readonly group: GroupModel
  readonly view: GroupView
  readonly attempt: (command: () => Promise<unknown>) => Promise<boolean>
  readonly onClose: () => void
}

/** Name, notice and picture of a group. */
export function GroupForm({ group, view, attempt, onClose }: GroupFormProps) {
  const { texts } = useKit()
  const [name, setName] = useState(view.name)
  const [notice, setNotice] = useState(view.notice)
  const [avatarUrl, setAvatarUrl] = useState(view.avatar.url)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const change = { name: name.trim(), notice: notice.trim(), avatarUrl: avatarUrl.trim() }
        void attempt(() => group.update(change)).then((isDone) => {
          if (isDone) onClose()
        })
      }}
    >
      <TextField label={texts.groupName} value={name} onChange={setName} />
      <TextField label={texts.notice} value={notice} onChange={setNotice} />
      <TextField label={texts.avatarUrl} hint={texts.avatarUrlHint} value={avatarUrl} onChange={setAvatarUrl} />
      <FormActions action={texts.save} onCancel={onClose} />
    </form>
  )
}
