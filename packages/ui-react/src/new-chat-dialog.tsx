'use client'
import type { ConversationReference } from '@latchkey/core'
import { commandProblem, filterPeople, offersGroups } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useAnnounce } from './announcer.js'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'
import { usePeople, useReadable } from './hooks.js'
import { nobodyPicked, PeopleField, PeopleList, userIDsOf } from './people-field.js'
import { TextField } from './text-field.js'

export interface NewChatDialogProps {
  readonly kind: 'peer' | 'group'
  readonly onClose: () => void
  readonly onOpen: (conversation: ConversationReference) => void
}

/** Begins a chat with somebody, or makes a group: with people one knows, or by their userIDs. */
export function NewChatDialog({ kind, onClose, onOpen }: NewChatDialogProps) {
  const kit = useKit()
  const { chat, texts } = kit
  const announce = useAnnounce()
  const people = useReadable(usePeople())
  const [name, setName] = useState('')
  const [picked, setPicked] = useState(nobodyPicked)
  const [problem, setProblem] = useState<string>()

  async function begin(userIDs: readonly string[]): Promise<void> {
    try {
      if (kind === 'peer') {
        const conversation = { conversationType: 'peer', conversationID: userIDs[0] ?? '' } as const
        // An empty draft changes nothing; it checks the userID by the rule of the network.
        await chat.setConversationDraft(conversation, '')
        onOpen(conversation)
      } else if (offersGroups(chat)) {
        const groupID = `group-${crypto.randomUUID().slice(0, 18)}`
        const { errorUserList } = await chat.createGroup(groupID, { groupName: name.trim(), userIDs })
        if (errorUserList.length > 0) announce(texts.notInvited(errorUserList.map(({ userID }) => userID)))
        onOpen({ conversationType: 'group', conversationID: groupID })
      }
      onClose()
    } catch (failure) {
      setProblem(commandProblem(kit, failure))
    }
  }

  return (
    <Dialog title={kind === 'peer' ? texts.newChat : texts.newGroup} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const named = people.find((person) => person.name.toLowerCase() === picked.typed.trim().toLowerCase())
          void begin(kind === 'peer' && named !== undefined ? [named.userID] : userIDsOf(picked))
        }}
      >
        {kind === 'group' ? (
          <>
            <TextField label={texts.groupName} value={name} onChange={setName} />
            <PeopleField label={texts.members} hint={texts.peopleHint} picked={picked} onChange={setPicked} />
          </>
        ) : (
          <>
            <TextField
              label={texts.userID}
              hint={texts.personHint}
              value={picked.typed}
              onChange={(typed) => {
                setPicked({ people: [], typed })
              }}
            />
            <PeopleList
              people={filterPeople(people, picked.typed)}
              onPick={({ userID }) => {
                void begin([userID])
              }}
            />
          </>
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
