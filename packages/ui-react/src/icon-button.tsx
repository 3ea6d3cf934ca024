'use client'
import { Icon, type IconName } from './icons.js'

export interface IconButtonProps {
  readonly icon: IconName
  readonly label: string
  readonly onClick: () => void
  readonly isPressed?: boolean
  /** Why it cannot be used now. It stays visible and focusable, and says so. */
  readonly disabledReason?: string | undefined
  readonly className?: string
}

export function IconButton({ icon, label, onClick, isPressed, disabledReason, className = '' }: IconButtonProps) {
  const isDisabled = disabledReason !== undefined
  const text = isDisabled ? `${label} – ${disabledReason}` : label
  return (
    <button
      type="button"
      className={`lk-icon-button ${className}`}
      aria-label={text}
      title={text}
      aria-pressed={isPressed}
      aria-disabled={isDisabled || undefined}
      onClick={() => {
        if (!isDisabled) onClick()
      }}
    >
      <Icon name={icon} />
    </button>
  )
}
