import type { Platform, PlatformChannel } from '../contract/platform.js'
import { createIdentifier } from '../runtime/identifier.js'
import { isRelayMessage, readEnvelope, type RelayBody, type RelayMessage } from './relay-message.js'

/**
 * The version of what tabs say to each other. Raised whenever a tab of the build before could misunderstand a tab of this
 * one, or must not write to the database beside it.
 */
export const relayVersion = 1

/** The lock that the tab holds which leads the session of a user. */
export function leaderLock(app: string, userID: string): string {
  return `latchkey/leader/${app}/${userID}`
}

/** What connects the tabs of one app. */
export interface RelayChannel {
  /** Of this chat. */
  readonly tabID: string
  /** Whether there can be other tabs to talk to. */
  readonly isSupported: boolean
  /** Tells all tabs, or `to` only. The user is whose tabs it concerns. */
  post(userID: string, body: RelayBody, to?: string): void
  /** Who hears what the other tabs say, from now on. Returns what ends it. */
  listen(listener: RelayListener): () => void
  close(): void
}

export interface RelayListener {
  /** A whole message of this version, for this tab. */
  onMessage(message: RelayMessage): void
  /** A tab of a newer build speaks: this one is outdated. */
  onNewer(userID: string): void
}

export function createRelayChannel(platform: Platform, app: string, version: number): RelayChannel {
  const tabID = createIdentifier(platform)
  const listeners = new Set<RelayListener>()
  let channel: PlatformChannel | undefined
  let isClosed = false

  function open(): PlatformChannel | undefined {
    if (channel === undefined && !isClosed) {
      channel = platform.openChannel?.(`latchkey/${app}`)
      channel?.onMessage(hear)
    }
    return channel
  }

  function post(userID: string, body: RelayBody, to?: string): void {
    open()?.post({ ...body, version, userID, from: tabID, ...(to === undefined ? {} : { to }) })
  }

  function hear(value: unknown): void {
    const envelope = readEnvelope(value)
    if (envelope === undefined || (envelope.to !== undefined && envelope.to !== tabID)) return
    for (const listener of [...listeners]) {
      if (envelope.version > version) listener.onNewer(envelope.userID)
      // A tab of an older build is told so by the version of the answer.
      else if (envelope.version < version) post(envelope.userID, { type: 'hello' }, envelope.from)
      else if (isRelayMessage(envelope)) listener.onMessage(envelope)
    }
  }

  return {
    tabID,
    isSupported: platform.openChannel !== undefined,
    post,
    listen(listener) {
      open()
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close() {
      isClosed = true
      channel?.close()
    },
  }
}
