'use client'
import type { MessageStatus } from '@latchkey/ui-headless'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'

const icons = { waiting: 'clock', sent: 'check', read: 'checks', failed: 'alert' } as const

/** How an own message stands: a glyph, and the same in words. */
export function SendStatusIcon({ status, size = 14 }: { readonly status: MessageStatus; readonly size?: number }) {
  const { texts } = useKit()
  return (
    <span className="lk-send-status" data-status={status} title={texts[status]}>
      <Icon name={icons[status]} size={size} />
      <span className="lk-hidden">{texts[status]}</span>
    </span>
  )
}
