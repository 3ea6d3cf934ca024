import { ConnectionState, type SyncState } from '@latchkey/core'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'

/**
 * What a person is told of the connection. `offline`: the device says it has no network. `connecting`: trying.
 * `updating`: connected, catching up. `live`: nothing to tell. `ended`: no session.
 */
export type ConnectionViewState = 'offline' | 'connecting' | 'updating' | 'live' | 'ended'

export interface ConnectionView {
  readonly state: ConnectionViewState
  /** One line for a banner; absent when there is nothing to tell, or not yet: short hiccups are not shown. */
  readonly banner?: string
}

/** Short hiccups are not told; being offline is told at once. */
const patienceMs = 1_000

export function createConnectionView({ chat, surroundings, texts }: Kit): Readable<ConnectionView> {
  const list = chat.live.queryConversationList({ count: 1 })

  function stateNow(): ConnectionViewState {
    if (chat.userID === undefined) return 'ended'
    if (chat.connectionState === ConnectionState.Connected) {
      return list.getSnapshot().status === 'current' ? 'live' : 'updating'
    }
    return surroundings.isDeviceOffline.get() ? 'offline' : 'connecting'
  }

  /** How far the catch-up has come, as far as that is told. */
  let progress: Extract<SyncState, { readonly state: 'progress' }> | undefined

  function bannerOf(state: 'offline' | 'connecting' | 'updating'): string {
    if (state !== 'updating' || progress === undefined) return texts[state]
    return texts.updatingProgress(progress.done, progress.total)
  }

  const view = createWritable<ConnectionView>({ state: stateNow() }, () => {
    let stopTimer: (() => void) | undefined
    const endPatience = () => {
      stopTimer?.()
      stopTimer = undefined
    }
    const update = () => {
      const state = stateNow()
      const shown = view.getSnapshot()
      if (state === 'live' || state === 'ended') {
        endPatience()
        if (state !== shown.state || shown.banner !== undefined) view.set({ state })
      } else if (state === 'offline' || shown.banner !== undefined) {
        // A banner that is up changes its words at once; a first one waits, except for being offline.
        endPatience()
        if (shown.banner !== bannerOf(state)) view.set({ state, banner: bannerOf(state) })
      } else {
        if (state !== shown.state) view.set({ state })
        // Patience runs out once, whatever else happens meanwhile.
        stopTimer ??= surroundings.startTimer(patienceMs, tell)
      }
    }
    const tell = () => {
      stopTimer = undefined
      const state = stateNow()
      if (state !== 'live' && state !== 'ended') view.set({ state, banner: bannerOf(state) })
    }
    const stops = [
      chat.on('connectionStateChanged', update),
      chat.on('storageStateChanged', update),
      chat.on('syncStateChanged', (event) => {
        progress = event.state === 'progress' ? event : undefined
        update()
      }),
      list.subscribe(update),
      surroundings.isDeviceOffline.onChange(update),
    ]
    update()
    return () => {
      endPatience()
      for (const stop of stops) stop()
    }
  })
  return view
}
