import type { PlatformChannel } from '@latchkey/core/driver'

/**
 * What a tab can know of its place being taken while it was stopped, when it hears nothing. It learns of it from the state that
 * the next leader tells, or from the fence of the database, and may keep its connection until then, not a moment longer.
 */
export interface Robbery {
  /** The place was taken, and the tab cannot know it yet. */
  readonly isUnknown: boolean
  begin(): void
  /** The tab was told. */
  known(): void
  /** The tab's own end of the channel. `onKnown` is called when the tab has acted on what it heard there. */
  watch(channel: PlatformChannel, onKnown: () => void): PlatformChannel
}

export function createRobbery(): Robbery {
  let isUnknown = false
  /** How far the leaders are, as the tab tells it while it leads. */
  let toldEpoch = 0

  return {
    get isUnknown() {
      return isUnknown
    },
    begin() {
      isUnknown = true
    },
    known() {
      isUnknown = false
    },
    watch: (channel, onKnown) => ({
      ...channel,
      post(message) {
        toldEpoch = Math.max(toldEpoch, epochOf(message))
        channel.post(message)
      },
      onMessage(listener) {
        channel.onMessage((message) => {
          listener(message)
          if (!isUnknown || epochOf(message) <= toldEpoch) return
          isUnknown = false
          onKnown()
        })
      },
    }),
  }
}

/** Of what a leader tells; 0 for anything else. */
function epochOf(message: unknown): number {
  const { type, epoch } = Object(message) as { readonly type?: unknown; readonly epoch?: unknown }
  return type === 'state' && typeof epoch === 'number' ? epoch : 0
}
