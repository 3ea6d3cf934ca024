'use client'
import { useKit } from './chat-provider.js'
import { useConnection } from './hooks.js'
import { Icon } from './icons.js'

/** One calm line above the list while the backend is not reached. It takes no room when there is nothing to tell. */
export function ConnectionBanner() {
  const { chat, texts } = useKit()
  const { state, banner } = useConnection()
  const isTrying = state === 'offline' || state === 'connecting'
  return (
    <div className="lk-banner-place" role="status">
      {banner === undefined ? null : (
        <div className="lk-banner" data-state={state}>
          <Icon name={state === 'updating' ? 'sync' : 'cloudOff'} size={18} />
          <span>{banner}</span>
          {isTrying ? (
            <button
              type="button"
              className="lk-text-button"
              onClick={() => {
                chat.reconnectNow()
              }}
            >
              {texts.reconnect}
            </button>
          ) : null}
        </div>
      )}
    </div>
  )
}
