'use client'
import type { MouseEvent } from 'react'
import { Icon, type IconName } from './icons.js'

export interface IconButtonProps {
  readonly icon: IconName
  readonly label: string
  readonly onClick: (event: MouseEvent) => void
  readonly isPressed?: boolean
  /** Of a button that opens a menu: whether that is open. */
  readonly isMenuOpen?: boolean
  /** Why it cannot be used now. It stays visible and focusable, and says so. */
  readonly disabledReason?: string | undefined
  readonly className?: string
  /** Takes the focus where it comes in the place of what had it. */
  readonly autoFocus?: boolean
}

export function IconButton({
  icon,
  label,
  onClick,
  isPressed,
  isMenuOpen,
  disabledReason,
  className = '',
  autoFocus,
}: IconButtonProps) {
  const isDisabled = disabledReason !== undefined
  const text = isDisabled ? `${label} – ${disabledReason}` : label
  return (
    <button
      type="button"
      className={`lk-icon-button ${className}`}
      aria-label={text}
      title={text}
      aria-pressed={isPressed}
      aria-haspopup={isMenuOpen === undefined ? undefined : 'menu'}
      aria-expanded={isMenuOpen}
      aria-disabled={isDisabled || undefined}
      autoFocus={autoFocus}
      onClick={(event) => {
        if (!isDisabled) onClick(event)
      }}
    >
      <Icon name={icon} />
    </button>
  )
}
