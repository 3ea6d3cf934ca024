'use client'
import { reactionSigns, type MessageAction, type MessageRowView } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'
import type { IconName } from './icons.js'
import type { MenuAction } from './message-handlers.js'
import { chooseIn, Menu, MenuItem } from './menu.js'

export interface MessageMenuProps {
  readonly row: MessageRowView
  /** The bubble beside which the menu opens. */
  readonly anchor: Element
  readonly actions: readonly MessageAction[]
  readonly onReact: (sign: string) => void
  readonly onAction: (action: MenuAction) => void
  readonly onClose: () => void
}

const icons: Record<MenuAction, IconName> = {
  reply: 'reply',
  copy: 'copy',
  pinMessage: 'pin',
  unpinMessage: 'pin',
  edit: 'pencil',
  whoReacted: 'people',
  whoRead: 'checks',
  revoke: 'trash',
  deleteForMe: 'hide',
}

/** What can be done with one message. */
export function MessageMenu({ row, anchor, actions, onReact, onAction, onClose }: MessageMenuProps) {
  const { texts } = useKit()
  return (
    <Menu label={texts.messageActions} anchor={anchor} onClose={onClose}>
      {actions.includes('react') ? (
        <div className="lk-menu-signs" role="group" aria-label={texts.react}>
          {reactionSigns.map((sign) => (
            <button
              key={sign}
              type="button"
              role="menuitemcheckbox"
              aria-checked={row.reactions.some((reaction) => reaction.sign === sign && reaction.isOwn)}
              tabIndex={-1}
              onClick={(event) => {
                chooseIn(event.currentTarget, () => {
                  onReact(sign)
                })
              }}
            >
              {sign}
            </button>
          ))}
        </div>
      ) : null}
      {actions
        .filter((action) => action !== 'react')
        .map((action) => (
          <MenuItem
            key={action}
            icon={icons[action]}
            text={texts[action]}
            isDangerous={action === 'revoke'}
            onChoose={() => {
              onAction(action)
            }}
          />
        ))}
    </Menu>
  )
}
