'use client'
import type { Calls, Ringing } from '@latchkey/ui-headless'
import { Avatar } from './avatar.js'
import { useKit } from './chat-provider.js'
import { ConnectionBanner } from './connection-banner.js'
import { useReadable } from './hooks.js'
import { IconButton } from './icon-button.js'
import { Icon } from './icons.js'
import { useOfflineReason } from './offline-reason.js'

export interface CallsPaneProps {
  readonly calls: Calls
  readonly ringing: Ringing
}

/** Who called, and whom one called. */
export function CallsPane({ calls, ringing }: CallsPaneProps) {
  const { texts } = useKit()
  const { rows, state, hasMore } = useReadable(calls)
  const offlineReason = useOfflineReason()
  return (
    <>
      <header className="lk-list-header">
        <h1>{texts.callList}</h1>
      </header>
      <ConnectionBanner />
      <div className="lk-pane-scroller">
        <p className="lk-sheet-note">{texts.callNote}</p>
        {state === 'empty' || state === 'failed' ? (
          <div className="lk-empty">
            <Icon name="phone" size={32} />
            <p className="lk-empty-title">{state === 'failed' ? texts.storageFailed : texts.noCalls}</p>
            {state === 'failed' ? null : <p>{texts.noCallsHint}</p>}
          </div>
        ) : null}
        <ul className="lk-people" data-kind="whole" aria-label={texts.callList}>
          {rows.map(({ key, avatar, name, isOutgoing, outcome, note, time, userID }) => (
            <li key={key} className="lk-contact">
              <div className="lk-person">
                <Avatar avatar={avatar} size={40} />
                <span className="lk-person-text">
                  <bdi>{name}</bdi>
                  <span className="lk-person-note" data-outcome={outcome}>
                    <Icon name={isOutgoing ? 'outgoing' : 'incoming'} size={14} />
                    {note} · <time>{time}</time>
                  </span>
                </span>
              </div>
              {userID === undefined ? null : (
                <IconButton
                  icon="phone"
                  label={texts.callSomebody(name)}
                  disabledReason={offlineReason}
                  onClick={() => void ringing.call(userID)}
                />
              )}
            </li>
          ))}
        </ul>
        {hasMore ? (
          <button type="button" className="lk-button" onClick={() => void calls.loadMore()}>
            {texts.showMore}
          </button>
        ) : null}
      </div>
    </>
  )
}
