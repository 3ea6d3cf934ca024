'use client'
import { loginProblem } from '@latchkey/ui-headless'
import { useState, type FormEvent } from 'react'
import { useKit } from './chat-provider.js'
import { Icon } from './icons.js'
import { TextField } from './text-field.js'

export interface LoginFormProps {
  /** What stands in the field at first. */
  readonly userID?: string
  /** Why there is a form, as after a session that ended. */
  readonly note?: string | undefined
  /** Rejects with the `ChatError` of `login`; the form says what it means. */
  readonly onLogIn: (userID: string) => Promise<void>
}

export function LoginForm({ userID: initial = '', note, onLogIn }: LoginFormProps) {
  const kit = useKit()
  const { texts } = kit
  const [userID, setUserID] = useState(initial)
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  async function logIn(): Promise<void> {
    setIsBusy(true)
    setProblem(undefined)
    try {
      await onLogIn(userID.trim())
    } catch (failure) {
      setProblem(loginProblem(kit, failure, userID.trim()))
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <main className="lk-login">
      <form
        className="lk-login-card"
        aria-busy={isBusy}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          if (!isBusy && userID.trim() !== '') void logIn()
        }}
      >
        <span className="lk-login-mark">
          <Icon name="bubble" size={28} />
        </span>
        <h1>{texts.signIn}</h1>
        {note === undefined ? null : <p className="lk-login-note">{note}</p>}
        <TextField label={texts.userID} value={userID} onChange={setUserID} autoComplete="username" />
        {problem === undefined ? null : (
          <p className="lk-login-problem" role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className="lk-button" data-kind="primary" disabled={isBusy}>
          {isBusy ? texts.loading : texts.signIn}
        </button>
      </form>
    </main>
  )
}
