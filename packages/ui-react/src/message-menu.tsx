'use client'
import { reactionSigns, type MessageAction, type MessageRowView } from '@latchkey/ui-headless'
import { useLayoutEffect, useRef, type KeyboardEvent } from 'react'
import { useKit } from './chat-provider.js'
import { Icon, type IconName } from './icons.js'

/** What a menu can ask for; a sign asks by itself. */
export type MenuAction = Exclude<MessageAction, 'react'>

export interface MessageMenuProps {
  readonly row: MessageRowView
  /** The bubble beside which the menu opens. */
  readonly anchor: Element
  readonly actions: readonly MessageAction[]
  readonly onReact: (sign: string) => void
  readonly onAction: (action: MenuAction) => void
  readonly onClose: () => void
}

const icons: Record<MenuAction, IconName> = { edit: 'pencil', revoke: 'trash', deleteForMe: 'hide' }
const edge = 8

/**
 * What can be done with one message. A popover of the platform: it closes with Escape and with a click beside it, and gives
 * the focus back. Arrows move in it.
 */
export function MessageMenu({ row, anchor, actions, onReact, onAction, onClose }: MessageMenuProps) {
  const { texts } = useKit()
  const element = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const menu = element.current
    if (menu === null) return
    menu.showPopover()
    place(menu, anchor)
    menu.querySelector<HTMLElement>('button')?.focus()
    // It belongs to a bubble, and does not stay behind when that moves.
    const hide = () => {
      menu.hidePopover()
    }
    document.addEventListener('scroll', hide, { capture: true, once: true })
    return () => {
      document.removeEventListener('scroll', hide, { capture: true })
    }
  }, [anchor])

  function choose(act: () => void): void {
    // The focus goes back first, so that what opens next takes it from there.
    element.current?.hidePopover()
    act()
  }

  return (
    <div
      ref={element}
      popover="auto"
      className="lk-menu"
      role="menu"
      aria-label={texts.messageActions}
      onKeyDown={moveInMenu}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose()
      }}
    >
      {actions.includes('react') ? (
        <div className="lk-menu-signs" role="group" aria-label={texts.react}>
          {reactionSigns.map((sign) => (
            <button
              key={sign}
              type="button"
              role="menuitemcheckbox"
              aria-checked={row.reactions.some((reaction) => reaction.sign === sign && reaction.isOwn)}
              tabIndex={-1}
              onClick={() => {
                choose(() => {
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
          <button
            key={action}
            type="button"
            role="menuitem"
            className="lk-menu-item"
            data-action={action}
            tabIndex={-1}
            onClick={() => {
              choose(() => {
                onAction(action)
              })
            }}
          >
            <Icon name={icons[action]} size={18} />
            {texts[action]}
          </button>
        ))}
    </div>
  )
}

/** Under the bubble on its own side, or above it where there is no room. */
function place(menu: HTMLElement, anchor: Element): void {
  const { innerWidth, innerHeight } = window
  const bubble = anchor.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const isOnRight = bubble.left + bubble.width / 2 > innerWidth / 2
  const left = isOnRight ? bubble.right - width : bubble.left
  const top = bubble.bottom + height + edge > innerHeight ? bubble.top - height - 4 : bubble.bottom + 4
  menu.style.left = `${String(Math.max(edge, Math.min(left, innerWidth - width - edge)))}px`
  menu.style.top = `${String(Math.max(edge, Math.min(top, innerHeight - height - edge)))}px`
}

function moveInMenu(event: KeyboardEvent<HTMLElement>): void {
  const menu = event.currentTarget
  if (event.key === 'Tab') {
    event.preventDefault()
    menu.hidePopover()
    return
  }
  const forward = getComputedStyle(menu).direction === 'rtl' ? -1 : 1
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: forward, ArrowLeft: -forward }[event.key]
  if (step === undefined) return
  event.preventDefault()
  // The timeline around it moves by the same keys.
  event.stopPropagation()
  const items = [...menu.querySelectorAll<HTMLElement>('button')]
  const focused = items.findIndex((item) => item === document.activeElement)
  items[(focused + step + items.length) % items.length]?.focus()
}
