'use client'
import { useLayoutEffect, useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { Icon, type IconName } from './icons.js'

export interface MenuProps {
  readonly label: string
  /** What the menu belongs to: it opens beside it. */
  readonly anchor: Element
  readonly onClose: () => void
  /** `MenuItem`s, alone or in groups. */
  readonly children: ReactNode
}

const edge = 8

/**
 * A popover of the platform: it closes with Escape and with a click beside it, and gives the focus back. Arrows move in it.
 */
export function Menu({ label, anchor, onClose, children }: MenuProps) {
  const element = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const menu = element.current
    if (menu === null) return
    menu.showPopover()
    place(menu, anchor)
    menu.querySelector<HTMLElement>('button')?.focus()
    // It belongs to something on the page, and does not stay behind when that moves.
    const hide = () => {
      menu.hidePopover()
    }
    document.addEventListener('scroll', hide, { capture: true, once: true })
    return () => {
      document.removeEventListener('scroll', hide, { capture: true })
    }
  }, [anchor])

  return (
    <div
      ref={element}
      popover="auto"
      className="lk-menu"
      role="menu"
      aria-label={label}
      onKeyDown={moveInMenu}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose()
      }}
    >
      {children}
    </div>
  )
}

export interface MenuItemProps {
  readonly icon: IconName
  readonly text: string
  readonly isDangerous?: boolean
  /** Why it cannot be chosen now. It stays visible and focusable, and says so. */
  readonly disabledReason?: string | undefined
  readonly onChoose: () => void
}

export function MenuItem({ icon, text, isDangerous = false, disabledReason, onChoose }: MenuItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      className="lk-menu-item"
      data-dangerous={isDangerous || undefined}
      aria-disabled={disabledReason === undefined ? undefined : true}
      tabIndex={-1}
      onClick={(event) => {
        if (disabledReason === undefined) chooseIn(event.currentTarget, onChoose)
      }}
    >
      <Icon name={icon} size={18} />
      <span className="lk-menu-text">
        {text}
        {disabledReason === undefined ? null : <span className="lk-menu-reason">{disabledReason}</span>}
      </span>
    </button>
  )
}

/** Closes the menu that `item` is in, and then acts: the focus goes back first, so that what opens next takes it from there. */
export function chooseIn(item: Element, act: () => void): void {
  item.closest<HTMLElement>('[popover]')?.hidePopover()
  act()
}

/** Opens a menu in answer to a `contextmenu` event, in the place of the browser's own. */
export function openInsteadOf(event: MouseEvent, open: () => void): void {
  event.preventDefault()
  const { nativeEvent } = event
  const isTouch = nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch'
  // While a pointer is down, its release would count as a click beside the menu, and close it.
  if (event.buttons === 0 && !isTouch) open()
  else document.addEventListener('pointerup', () => setTimeout(open), { once: true })
}

/** Under the anchor on its own side, or above it where there is no room. */
function place(menu: HTMLElement, anchor: Element): void {
  const { innerWidth, innerHeight } = window
  const beside = anchor.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const isOnRight = beside.left + beside.width / 2 > innerWidth / 2
  const left = isOnRight ? beside.right - width : beside.left
  const top = beside.bottom + height + edge > innerHeight ? beside.top - height - 4 : beside.bottom + 4
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
  const items = [...menu.querySelectorAll<HTMLElement>('button')]
  const focused = items.findIndex((item) => item === document.activeElement)
  const next = targetOf(event.key, focused, items.length, getComputedStyle(menu).direction === 'rtl')
  if (next === undefined) return
  event.preventDefault()
  // What stands around it moves by the same keys.
  event.stopPropagation()
  items[next]?.focus()
}

function targetOf(key: string, index: number, count: number, isRightToLeft: boolean): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const forward = isRightToLeft ? -1 : 1
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: forward, ArrowLeft: -forward }[key]
  return step === undefined ? undefined : (index + step + count) % count
}
