'use client'
import type { Participant, Reactors, Readers } from '@latchkey/ui-headless'
import type { ReactNode } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { Dialog } from './dialog.js'
import { useReadable } from './hooks.js'

/** Who answered a message with which sign. */
export function ReactorsDialog({ reactors, onClose }: { readonly reactors: Reactors; readonly onClose: () => void }) {
  const { texts } = useKit()
  const { signs, state, note } = useReadable(reactors)
  return (
    <PeopleDialog title={texts.whoReacted} isLoading={state === 'loading'} note={note} onClose={onClose}>
      {signs.map(({ sign, people, others }) => (
        <PeopleList key={sign} title={sign} people={people} others={others} />
      ))}
    </PeopleDialog>
  )
}

/** Who has read a message, and who has not. */
export function ReadersDialog({ readers, onClose }: { readonly readers: Readers; readonly onClose: () => void }) {
  const { texts } = useKit()
  const { readers: read, others, state, note } = useReadable(readers)
  return (
    <PeopleDialog title={texts.whoRead} isLoading={state === 'loading'} note={note} onClose={onClose}>
      <PeopleList title={texts.readBy} people={read} others={read.length === 0 ? texts.nobodyYet : ''} />
      {others.length === 0 ? null : <PeopleList title={texts.notReadBy} people={others} others="" />}
    </PeopleDialog>
  )
}

function PeopleDialog({
  title,
  isLoading,
  note,
  onClose,
  children,
}: {
  readonly title: string
  readonly isLoading: boolean
  readonly note: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const { texts } = useKit()
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="lk-named" tabIndex={0} role="region" aria-label={title}>
        {isLoading ? <p>{texts.loading}</p> : children}
        {note === '' ? null : <p className="lk-named-note">{note}</p>}
      </div>
      <div className="lk-dialog-actions">
        <button type="button" className="lk-button" onClick={onClose}>
          {texts.close}
        </button>
      </div>
    </Dialog>
  )
}

function PeopleList({
  title,
  people,
  others,
}: {
  readonly title: string
  readonly people: readonly Participant[]
  readonly others: string
}) {
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {people.map(({ userID, name, avatar }) => (
          <li key={userID}>
            <Avatar avatar={avatar} size={32} />
            <bdi>{name}</bdi>
          </li>
        ))}
        {others === '' ? null : <li className="lk-named-note">{others}</li>}
      </ul>
    </section>
  )
}
