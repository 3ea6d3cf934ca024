'use client'
import type { Ringing } from '@latchkey/ui-headless'
import { useState } from 'react'
import { CallsPane } from './calls-pane.js'
import { ChatsPane, type ChatsPaneProps } from './chats-pane.js'
import { ContactsPane } from './contacts-pane.js'
import { useCalls, useContacts } from './hooks.js'
import { SectionBar, type Section } from './section-bar.js'

export interface ListPaneProps extends ChatsPaneProps {
  /** Absent for a chat that was made without calls. */
  readonly ringing: Ringing | undefined
}

/** The left side: chats, contacts or calls, as far as the chat was made with them. */
export function ListPane({ ringing, ...props }: ListPaneProps) {
  const contacts = useContacts()
  const calls = useCalls()
  const [section, setSection] = useState<Section>('chats')
  return (
    <>
      {section === 'contacts' && contacts !== undefined ? (
        <ContactsPane contacts={contacts} onOpen={props.onOpen} />
      ) : section === 'calls' && calls !== undefined && ringing !== undefined ? (
        <CallsPane calls={calls} ringing={ringing} />
      ) : (
        <ChatsPane {...props} />
      )}
      {contacts === undefined && calls === undefined ? null : (
        <SectionBar contacts={contacts} hasCalls={calls !== undefined} current={section} onChoose={setSection} />
      )}
    </>
  )
}
