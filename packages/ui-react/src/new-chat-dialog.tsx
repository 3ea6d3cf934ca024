'use client'
import { ChatError, type ConversationReference } from '@latchkey/core'
import { offersGroups } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'
import { TextField } from './text-field.js'

export interface NewChatDialogProps {
  readonly kind: 'peer' | 'group'
  readonly onClose: () => void
  readonly onOpen: (conversation: ConversationReference) => void
}

/** Begins a chat with somebody, or makes a group. */
export function NewChatDialog({ kind, onClose, onOpen }: NewChatDialogProps) {
  const { chat, texts } = useKit()
  const [name, setName] = useState('')
  const [userIDs, setUserIDs] = useState('')
  const [problem, setProblem] = useState<string>()

  async function begin(): Promise<void> {
    const people = userIDs.split(/[\s,]+/).filter((userID) => userID !== '')
    try {
      if (kind === 'peer') {
        const conversation = { conversationType: 'peer', conversationID: people[0] ?? '' } as const
        // An empty draft changes nothing; it checks the userID by the rule of the network.
        await chat.setConversationDraft(conversation, '')
        onOpen(conversation)
      } else if (offersGroups(chat)) {
        const groupID = `group-${crypto.randomUUID().slice(0, 18)}`
        await chat.createGroup(groupID, { groupName: name.trim(), userIDs: [...new Set(people)] })
        onOpen({ conversationType: 'group', conversationID: groupID })
      }
      onClose()
    } catch (failure) {
      const isOffline = ChatError.is(failure) && failure.code === 'not-connected'
      setProblem(isOffline ? texts.notConnected : ChatError.is(failure) ? failure.message : texts.paneFailed)
    }
  }

  return (
    <Dialog title={kind === 'peer' ? texts.newChat : texts.newGroup} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void begin()
        }}
      >
        {kind === 'group' ? <TextField label={texts.groupName} value={name} onChange={setName} /> : null}
        {kind === 'group' ? (
          <TextField label={texts.members} hint={texts.userIDHint} value={userIDs} onChange={setUserIDs} />
        ) : (
          <TextField label={texts.userID} value={userIDs} onChange={setUserIDs} />
        )}
        {problem === undefined ? null : (
          <p className="lk-login-problem" role="alert">
            {problem}
          </p>
        )}
        <div className="lk-dialog-actions">
          <button type="button" className="lk-button" onClick={onClose}>
            {texts.cancel}
          </button>
          <button type="submit" className="lk-button" data-kind="primary">
            {kind === 'peer' ? texts.start : texts.create}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
