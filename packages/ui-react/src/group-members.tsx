'use client'
import type { ConversationReference } from '@latchkey/core'
import type { GroupModel, GroupView, MemberAction, MemberRowView } from '@latchkey/ui-headless'
import { useState } from 'react'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { ConfirmDialog } from './confirm-dialog.js'
import { IconButton } from './icon-button.js'
import { Icon, type IconName } from './icons.js'
import { Menu, MenuItem } from './menu.js'

export interface GroupMembersProps {
  readonly group: GroupModel
  readonly view: GroupView
  /** Says it when a command is refused. */
  readonly attempt: (command: () => Promise<unknown>) => Promise<boolean>
  readonly onOpen: (conversation: ConversationReference) => void
}

const icons: Record<MemberAction, IconName> = {
  writeTo: 'bubble',
  makeAdmin: 'shield',
  makeMember: 'person',
  transferOwner: 'star',
  muteMember: 'hush',
  unmuteMember: 'bubble',
  kick: 'trash',
}

/** Who is in a group, each with a menu of what may be done with them. */
export function GroupMembers({ group, view, attempt, onOpen }: GroupMembersProps) {
  const { texts } = useKit()
  const [menu, setMenu] = useState<{ readonly row: MemberRowView; readonly anchor: Element }>()
  const [asked, setAsked] = useState<{ readonly row: MemberRowView; readonly action: 'kick' | 'transferOwner' }>()

  function choose(row: MemberRowView, action: MemberAction): void {
    if (action === 'writeTo') onOpen({ conversationType: 'peer', conversationID: row.userID })
    else if (action === 'kick' || action === 'transferOwner') setAsked({ row, action })
    else void attempt(() => group.act(row.userID, action))
  }

  return (
    <>
      <h4 className="lk-sheet-heading">{texts.members}</h4>
      <ul className="lk-people" data-kind="whole" aria-label={texts.members}>
        {view.rows.map((row) => (
          <li key={row.key} className="lk-person">
            <Avatar avatar={row.avatar} size={40} />
            <span className="lk-person-text">
              <bdi>{row.isSelf ? `${row.name} (${texts.you})` : row.name}</bdi>
              {row.role === '' && !row.isMuted ? null : (
                <span className="lk-person-note">
                  {row.isMuted ? <Icon name="hush" size={14} /> : null}
                  {[row.role, row.isMuted ? texts.mutedMember : ''].filter((note) => note !== '').join(' · ')}
                </span>
              )}
            </span>
            {row.actions.length === 0 ? null : (
              <IconButton
                icon="more"
                label={texts.memberActionsOf(row.name)}
                isMenuOpen={menu?.row.key === row.key}
                onClick={({ currentTarget }) => {
                  setMenu({ row, anchor: currentTarget })
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {view.hasMore ? (
        <button type="button" className="lk-button" onClick={() => void attempt(() => group.loadMore())}>
          {texts.showMore}
        </button>
      ) : null}
      {view.note === '' ? null : <p className="lk-sheet-note">{view.note}</p>}
      {menu === undefined ? null : (
        <Menu
          label={texts.memberActionsOf(menu.row.name)}
          anchor={menu.anchor}
          onClose={() => {
            setMenu(undefined)
          }}
        >
          {menu.row.actions.map((action) => (
            <MenuItem
              key={action}
              icon={icons[action]}
              text={texts[action]}
              isDangerous={action === 'kick'}
              disabledReason={action === 'writeTo' ? undefined : view.offlineReason}
              onChoose={() => {
                choose(menu.row, action)
              }}
            />
          ))}
        </Menu>
      )}
      {asked === undefined ? null : (
        <ConfirmDialog
          title={`${texts[asked.action]}: ${asked.row.name}`}
          text={asked.action === 'kick' ? texts.kickHint : texts.transferOwnerHint}
          action={texts[asked.action]}
          onConfirm={() => void attempt(() => group.act(asked.row.userID, asked.action))}
          onClose={() => {
            setAsked(undefined)
          }}
        />
      )}
    </>
  )
}
