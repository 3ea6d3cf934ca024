'use client'
import { useId } from 'react'

export interface TextFieldProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoComplete?: string
}

export function TextField({ label, hint, value, onChange, autoComplete = 'off' }: TextFieldProps) {
  const id = useId()
  return (
    <div className="lk-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={value}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          onChange(event.target.value)
        }}
      />
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="lk-field-hint">
          {hint}
        </span>
      )}
    </div>
  )
}
