'use client'
import { Icon, type IconName } from './icons.js'

export interface SheetButtonProps {
  readonly icon: IconName
  readonly text: string
  readonly isDangerous?: boolean
  /** Why it cannot be used now. It stays visible and focusable, and says so. */
  readonly disabledReason?: string | undefined
  readonly onClick: () => void
}

/** What can be done, as a line of a sheet. */
export function SheetButton({ icon, text, isDangerous = false, disabledReason, onClick }: SheetButtonProps) {
  return (
    <button
      type="button"
      className="lk-sheet-button"
      data-dangerous={isDangerous || undefined}
      aria-disabled={disabledReason === undefined ? undefined : true}
      title={disabledReason}
      onClick={() => {
        if (disabledReason === undefined) onClick()
      }}
    >
      <Icon name={icon} />
      {text}
    </button>
  )
}
