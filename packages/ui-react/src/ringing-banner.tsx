'use client'
import type { Ringing } from '@latchkey/ui-headless'
import { useEffect } from 'react'
import { useAnnounce } from './announcer.js'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { useReadable } from './hooks.js'
import { IconButton } from './icon-button.js'

/** A call that rings, here or there, above everything else; it takes the focus from nobody. */
export function RingingBanner({ ringing }: { readonly ringing: Ringing }) {
  const { texts } = useKit()
  const announce = useAnnounce()
  const view = useReadable(ringing)
  const label =
    view === undefined
      ? ''
      : view.state === 'incoming'
        ? texts.incomingCall(view.name)
        : view.state === 'outgoing'
          ? texts.outgoingCall(view.name)
          : `${view.name}: ${view.text}`
  useEffect(() => {
    if (label !== '') announce(label)
  }, [announce, label])

  if (view === undefined) return null
  const { state, name, avatar, text, problem, offlineReason } = view
  return (
    <section className="lk-ringing" data-state={state} aria-label={label}>
      <Avatar avatar={avatar} size={48} />
      <div className="lk-person-text">
        <bdi className="lk-ringing-name">{name}</bdi>
        <span className="lk-ringing-text">{problem ?? text}</span>
      </div>
      {state === 'incoming' ? (
        <>
          <IconButton
            icon="close"
            label={`${texts.reject}: ${name}`}
            className="lk-ringing-reject"
            disabledReason={offlineReason}
            onClick={() => void ringing.reject()}
          />
          <IconButton
            icon="phone"
            label={`${texts.accept}: ${name}`}
            className="lk-ringing-accept"
            disabledReason={offlineReason}
            onClick={() => void ringing.accept()}
          />
        </>
      ) : null}
      {state === 'outgoing' ? (
        <IconButton
          icon="close"
          label={texts.cancelCall}
          className="lk-ringing-reject"
          disabledReason={offlineReason}
          onClick={() => void ringing.cancel()}
        />
      ) : null}
      {state === 'over' ? (
        <IconButton
          icon="close"
          label={texts.close}
          onClick={() => {
            ringing.putAway()
          }}
        />
      ) : null}
    </section>
  )
}
