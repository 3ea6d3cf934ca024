'use client'
import { useKit } from './chat-provider.js'

/** The end of a form: what sends it, and what leaves it. */
export function FormActions({ action, onCancel }: { readonly action: string; readonly onCancel: () => void }) {
  const { texts } = useKit()
  return (
    <div className="lk-dialog-actions">
      <button type="button" className="lk-button" onClick={onCancel}>
        {texts.cancel}
      </button>
      <button type="submit" className="lk-button" data-kind="primary">
        {action}
      </button>
    </div>
  )
}
