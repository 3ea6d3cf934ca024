'use client'
import { filterPeople, type PersonView } from '@latchkey/ui-headless'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { usePeople, useReadable } from './hooks.js'
import { Icon } from './icons.js'
import { TextField } from './text-field.js'

/** Who was picked from the list, and what stands in the field beside them. */
export interface Picked {
  readonly people: readonly PersonView[]
  readonly typed: string
}

export const nobodyPicked: Picked = { people: [], typed: '' }

/** The userIDs of those picked and of what was typed, each once. */
export function userIDsOf({ people, typed }: Picked): readonly string[] {
  const words = typed.split(/[\s,]+/).filter((word) => word !== '')
  return [...new Set([...people.map(({ userID }) => userID), ...words])]
}

export interface PeopleFieldProps {
  readonly label: string
  readonly hint: string
  readonly picked: Picked
  readonly onChange: (picked: Picked) => void
  /** Who is not offered. */
  readonly without?: readonly string[]
}

/** Picks people: from those one knows by a press, anybody else by their userID. */
export function PeopleField({ label, hint, picked, onChange, without = [] }: PeopleFieldProps) {
  const { texts } = useKit()
  const people = useReadable(usePeople())
  const taken = new Set([...without, ...picked.people.map(({ userID }) => userID)])
  const offered = filterPeople(people, picked.typed).filter(({ userID }) => !taken.has(userID))
  return (
    <>
      <TextField
        label={label}
        hint={hint}
        value={picked.typed}
        onChange={(typed) => {
          onChange({ ...picked, typed })
        }}
      />
      {picked.people.length === 0 ? null : (
        <ul className="lk-picked" aria-label={label}>
          {picked.people.map(({ key, name }) => (
            <li key={key}>
              <button
                type="button"
                className="lk-chip"
                aria-label={texts.unpick(name)}
                onClick={() => {
                  onChange({ ...picked, people: picked.people.filter((person) => person.key !== key) })
                }}
              >
                <bdi>{name}</bdi>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <PeopleList
        people={offered}
        onPick={(person) => {
          onChange({ people: [...picked.people, person], typed: '' })
        }}
      />
    </>
  )
}

export interface PeopleListProps {
  readonly people: readonly PersonView[]
  readonly onPick: (person: PersonView) => void
}

/** People as buttons. */
export function PeopleList({ people, onPick }: PeopleListProps) {
  const { texts } = useKit()
  if (people.length === 0) return null
  return (
    <ul className="lk-people" aria-label={texts.people}>
      {people.map((person) => (
        <li key={person.key}>
          <button
            type="button"
            className="lk-person"
            onClick={() => {
              onPick(person)
            }}
          >
            <Avatar avatar={person.avatar} size={32} />
            <span className="lk-person-text">
              <bdi>{person.name}</bdi>
              {person.name === person.userID ? null : <span className="lk-person-note">{person.userID}</span>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
