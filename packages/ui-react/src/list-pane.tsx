'use client'
import { ConnectionState, type ConversationReference } from '@latchkey/core'
import { useState } from 'react'
import { useKit } from './chat-provider.js'
import { ConnectionBanner } from './connection-banner.js'
import { ConversationList } from './conversation-list.js'
import { useConnection, useSearch } from './hooks.js'
import { IconButton } from './icon-button.js'
import { NewChatDialog } from './new-chat-dialog.js'
import { OutboxBanner } from './outbox-banner.js'
import { SearchPane } from './search-pane.js'
import { SignOutDialog } from './sign-out-dialog.js'

export interface ListPaneProps {
  readonly selected: ConversationReference | undefined
  /** `messageID`: the message that is to be shown, when one was found. */
  readonly onOpen: (conversation: ConversationReference, messageID?: string) => void
  readonly onLogOut: () => Promise<void>
}

/** The left side: what can be begun, how the connection stands, and the conversations. */
export function ListPane({ selected, onOpen, onLogOut }: ListPaneProps) {
  const { chat, texts } = useKit()
  const search = useSearch()
  const list = <ConversationList selected={selected} onOpen={onOpen} />
  const [dialog, setDialog] = useState<'peer' | 'group' | 'signOut'>()
  // Subscribing makes the button follow the connection.
  useConnection()
  const isConnected = chat.connectionState === ConnectionState.Connected
  const close = () => {
    setDialog(undefined)
  }
  return (
    <>
      <header className="lk-list-header">
        <h1>{texts.chats}</h1>
        <IconButton
          icon="people"
          label={texts.newGroup}
          disabledReason={isConnected ? undefined : texts.notConnected}
          onClick={() => {
            setDialog('group')
          }}
        />
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
    </>
  )
}
