'use client'
import type { ConversationReference } from '@latchkey/core'
import { offersGroups } from '@latchkey/ui-headless'
import { useState } from 'react'
import { ArchiveEntry, ArchivePane } from './archive-pane.js'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { ConnectionBanner } from './connection-banner.js'
import { ConversationList } from './conversation-list.js'
import { useConversationArchive, useProfile, useReadable, useSearch } from './hooks.js'
import { IconButton } from './icon-button.js'
import { NewChatDialog } from './new-chat-dialog.js'
import { useOfflineReason } from './offline-reason.js'
import { OutboxBanner } from './outbox-banner.js'
import { ProfileDialog } from './profile-dialog.js'
import { SearchPane } from './search-pane.js'
import { SignOutDialog } from './sign-out-dialog.js'

export interface ChatsPaneProps {
  readonly selected: ConversationReference | undefined
  /** `messageID`: the message that is to be shown, when one was found. */
  readonly onOpen: (conversation: ConversationReference, messageID?: string) => void
  /** A conversation was deleted from its menu. */
  readonly onDelete: (conversation: ConversationReference) => void
  readonly onLogOut: () => Promise<void>
}

/** What can be begun, how the connection stands, and the conversations; or the archive in their place. */
export function ChatsPane({ selected, onOpen, onDelete, onLogOut }: ChatsPaneProps) {
  const { chat, texts } = useKit()
  const search = useSearch()
  const archive = useConversationArchive()
  const profile = useProfile()
  const self = useReadable(profile)
  const offlineReason = useOfflineReason()
  const [isArchiveOpen, setArchiveOpen] = useState(false)
  const [dialog, setDialog] = useState<'peer' | 'group' | 'signOut' | 'profile'>()
  const close = () => {
    setDialog(undefined)
  }
  if (isArchiveOpen && archive !== undefined) {
    return (
      <ArchivePane
        archive={archive}
        selected={selected}
        onOpen={onOpen}
        onDelete={onDelete}
        onClose={() => {
          setArchiveOpen(false)
        }}
      />
    )
  }
  const list = (
    <>
      {archive === undefined ? null : (
        <ArchiveEntry
          archive={archive}
          onOpen={() => {
            setArchiveOpen(true)
          }}
        />
      )}
      <ConversationList selected={selected} onOpen={onOpen} onDelete={onDelete} />
    </>
  )
  return (
    <>
      <header className="lk-list-header">
        {self.canEdit ? (
          <button
            type="button"
            className="lk-profile-button"
            title={texts.profile}
            onClick={() => {
              setDialog('profile')
            }}
          >
            <Avatar avatar={self.avatar} size={32} />
            <span className="lk-hidden">{texts.profile}</span>
          </button>
        ) : null}
        <h1>{texts.chats}</h1>
        {offersGroups(chat) ? (
          <IconButton
            icon="people"
            label={texts.newGroup}
            disabledReason={offlineReason}
            onClick={() => {
              setDialog('group')
            }}
          />
        ) : null}
        <IconButton
          icon="pencil"
          label={texts.newChat}
          onClick={() => {
            setDialog('peer')
          }}
        />
        <IconButton
          icon="signOut"
          label={texts.logOut}
          onClick={() => {
            setDialog('signOut')
          }}
        />
      </header>
      <ConnectionBanner />
      <OutboxBanner />
      {search === undefined ? list : <SearchPane search={search} onOpen={onOpen} list={list} />}
      {dialog === 'peer' || dialog === 'group' ? <NewChatDialog kind={dialog} onClose={close} onOpen={onOpen} /> : null}
      {dialog === 'signOut' ? <SignOutDialog onClose={close} onLogOut={onLogOut} /> : null}
      {dialog === 'profile' ? <ProfileDialog profile={profile} onClose={close} /> : null}
    </>
  )
}
