'use client'
import type { ContactAction, ContactRowView } from '@latchkey/ui-headless'
import { memo, useState } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { IconButton } from './icon-button.js'
import type { IconName } from './icons.js'
import { Menu, MenuItem } from './menu.js'

export interface ContactRowProps {
  readonly row: ContactRowView
  readonly onChoose: (row: ContactRowView, action: ContactAction) => void
}

const icons: Record<ContactAction, IconName> = {
  writeTo: 'bubble',
  accept: 'check',
  reject: 'close',
  block: 'hide',
  unblock: 'check',
  removeFriend: 'trash',
}

const plainActions: readonly ContactAction[] = ['accept', 'reject']

/** What is done most stands in the row; the rest is in a menu. */
export const ContactRow = memo(function ContactRow({ row, onChoose }: ContactRowProps) {
  const { texts } = useKit()
  const [anchor, setAnchor] = useState<Element>()
  const inRow = row.actions.filter((action) => plainActions.includes(action))
  const canWrite = row.actions.includes('writeTo')
  const inMenu = row.actions.filter((action) => !inRow.includes(action) && action !== 'writeTo' && action !== 'unblock')
  const person = (
    <>
      <Avatar avatar={row.avatar} size={40} />
      <span className="lk-person-text">
        <bdi>{row.name}</bdi>
        {row.note === '' ? null : <bdi className="lk-person-note">{row.note}</bdi>}
      </span>
    </>
  )
  return (
    <li className="lk-contact">
      {canWrite ? (
        <button
          type="button"
          className="lk-person"
          onClick={() => {
            onChoose(row, 'writeTo')
          }}
        >
          {person}
        </button>
      ) : (
        <div className="lk-person">{person}</div>
      )}
      {row.actions.includes('unblock') ? (
        <button
          type="button"
          className="lk-text-button"
          aria-label={`${texts.unblock}: ${row.name}`}
          onClick={() => {
            onChoose(row, 'unblock')
          }}
        >
          {texts.unblock}
        </button>
      ) : null}
      {inRow.map((action) => (
        <IconButton
          key={action}
          icon={icons[action]}
          label={`${texts[action]}: ${row.name}`}
          className={action === 'accept' ? 'lk-accept' : ''}
          onClick={() => {
            onChoose(row, action)
          }}
        />
      ))}
      {inMenu.length === 0 ? null : (
        <IconButton
          icon="more"
          label={texts.memberActionsOf(row.name)}
          isMenuOpen={anchor !== undefined}
          onClick={({ currentTarget }) => {
            setAnchor(currentTarget)
          }}
        />
      )}
      {anchor === undefined ? null : (
        <Menu
          label={texts.memberActionsOf(row.name)}
          anchor={anchor}
          onClose={() => {
            setAnchor(undefined)
          }}
        >
          {inMenu.map((action) => (
            <MenuItem
              key={action}
              icon={icons[action]}
              text={texts[action]}
              isDangerous
              onChoose={() => {
                onChoose(row, action)
              }}
            />
          ))}
        </Menu>
      )}
    </li>
  )
})
