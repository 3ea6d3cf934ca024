'use client'
import type { ConversationReference } from '@latchkey/core'
import type { ContactAction, ContactRowView, Contacts } from '@latchkey/ui-headless'
import { useState } from 'react'
import { useAnnounce } from './announcer.js'
import { useKit } from './chat-provider.js'
import { ConfirmDialog } from './confirm-dialog.js'
import { ConnectionBanner } from './connection-banner.js'
import { ContactDialog } from './contact-dialog.js'
import { ContactRow } from './contact-row.js'
import { useReadable } from './hooks.js'
import { IconButton } from './icon-button.js'
import { Icon } from './icons.js'

export interface ContactsPaneProps {
  readonly contacts: Contacts
  readonly onOpen: (conversation: ConversationReference) => void
}

/** Friends, who wants to be one, and who is blocked. */
export function ContactsPane({ contacts, onOpen }: ContactsPaneProps) {
  const { texts } = useKit()
  const announce = useAnnounce()
  const view = useReadable(contacts)
  const [isAdding, setAdding] = useState(false)
  const [asked, setAsked] = useState<{ readonly row: ContactRowView; readonly action: 'block' | 'removeFriend' }>()

  function attempt(command: Promise<void>): void {
    command.catch(() => {
      announce(texts.notDone)
    })
  }

  function choose(row: ContactRowView, action: ContactAction): void {
    if (action === 'writeTo') onOpen({ conversationType: 'peer', conversationID: row.userID })
    else if (action === 'block' || action === 'removeFriend') setAsked({ row, action })
    else attempt(contacts.act(row.userID, action))
  }

  const lists = [
    { title: texts.applications, rows: view.received },
    { title: texts.friends, rows: view.friends },
    { title: texts.sentApplications, rows: view.sent },
    { title: texts.blockedPeople, rows: view.blocked },
  ]
  return (
    <>
      <header className="lk-list-header">
        <h1>{texts.contacts}</h1>
        <IconButton
          icon="personAdd"
          label={texts.addContact}
          onClick={() => {
            setAdding(true)
          }}
        />
      </header>
      <ConnectionBanner />
      <div className="lk-pane-scroller">
        {view.failures.map(({ key, text }) => (
          <div key={key} className="lk-banner" data-state="failed" role="alert">
            <Icon name="alert" size={18} />
            <span>{text}</span>
            <button
              type="button"
              className="lk-text-button"
              onClick={() => {
                attempt(contacts.putAway(key))
              }}
            >
              {texts.putAway}
            </button>
          </div>
        ))}
        {view.state === 'empty' || view.state === 'failed' ? (
          <div className="lk-empty">
            <Icon name="people" size={32} />
            <p className="lk-empty-title">{view.state === 'failed' ? texts.storageFailed : texts.noContacts}</p>
            {view.state === 'failed' ? null : <p>{texts.noContactsHint}</p>}
          </div>
        ) : null}
        {lists
          .filter(({ rows }) => rows.length > 0)
          .map(({ title, rows }) => (
            <section key={title} aria-label={title}>
              <h2 className="lk-pane-heading">{title}</h2>
              <ul className="lk-people" data-kind="whole">
                {rows.map((row) => (
                  <ContactRow key={row.key} row={row} onChoose={choose} />
                ))}
              </ul>
            </section>
          ))}
        {view.hasMore ? (
          <button
            type="button"
            className="lk-button"
            onClick={() => {
              attempt(contacts.loadMore())
            }}
          >
            {texts.showMore}
          </button>
        ) : null}
      </div>
      {isAdding ? (
        <ContactDialog
          contacts={contacts}
          onClose={() => {
            setAdding(false)
          }}
        />
      ) : null}
      {asked === undefined ? null : (
        <ConfirmDialog
          title={`${texts[asked.action]}: ${asked.row.name}`}
          text={asked.action === 'block' ? texts.blockHint : texts.removeFriendHint}
          action={texts[asked.action]}
          onConfirm={() => {
            attempt(contacts.act(asked.row.userID, asked.action))
          }}
          onClose={() => {
            setAsked(undefined)
          }}
        />
      )}
    </>
  )
}
