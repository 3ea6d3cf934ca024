'use client'
import type { Contacts } from '@latchkey/ui-headless'
import type { ReactNode } from 'react'
import { useKit } from './chat-provider.js'
import { useReadable, useTotalUnread } from './hooks.js'
import { Icon, type IconName } from './icons.js'

/** What the left side shows. */
export type Section = 'chats' | 'contacts' | 'calls'

export interface SectionBarProps {
  /** Absent for a chat that was made without them. */
  readonly contacts: Contacts | undefined
  readonly hasCalls: boolean
  readonly current: Section
  readonly onChoose: (section: Section) => void
}

const icons: Record<Section, IconName> = { chats: 'bubble', contacts: 'people', calls: 'phone' }

/** The ways between chats, contacts and calls, and what waits there. */
export function SectionBar({ contacts, hasCalls, current, onChoose }: SectionBarProps) {
  const { texts } = useKit()
  const unread = useTotalUnread()
  const toButton = (section: Section, text: string, count?: ReactNode) => (
    <li>
      <button
        type="button"
        aria-current={section === current ? 'page' : undefined}
        onClick={() => {
          onChoose(section)
        }}
      >
        <span className="lk-section-icon">
          <Icon name={icons[section]} />
          {count}
        </span>
        {text}
      </button>
    </li>
  )
  return (
    <ul className="lk-sections">
      {toButton('chats', texts.chats, <Count count={unread} text={texts.unread(unread)} />)}
      {contacts === undefined ? null : toButton('contacts', texts.contacts, <WaitingCount contacts={contacts} />)}
      {hasCalls ? toButton('calls', texts.callList) : null}
    </ul>
  )
}

/** How many wait for an answer. */
function WaitingCount({ contacts }: { readonly contacts: Contacts }) {
  const { texts } = useKit()
  const { received } = useReadable(contacts)
  return <Count count={received.length} text={texts.waitingApplications(received.length)} />
}

function Count({ count, text }: { readonly count: number; readonly text: string }) {
  if (count === 0) return null
  return (
    <span className="lk-badge">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="lk-hidden">{text}, </span>
    </span>
  )
}
