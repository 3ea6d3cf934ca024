import { ChatError } from '../errors/chat-error.js'
import type { Cancellation } from '../runtime/cancellation.js'
import type { TabSession } from './tab-session.js'

/** Where the life of a chat stands. Every call of the login contract has one outcome in each (OL-19). */
export type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'loggingIn'; readonly cancellation: Cancellation; readonly settled: Promise<void> }
  | { readonly name: 'active'; readonly session: TabSession }
  | { readonly name: 'ending'; readonly session: TabSession | undefined; readonly settled: Promise<void> }
  | { readonly name: 'destroyed'; readonly settled: Promise<void> }

/** What a login meets. One that ends is waited for. */
export function refuseUnlessIdle(phase: Phase): void {
  switch (phase.name) {
    case 'destroyed':
      throw new ChatError('chat-destroyed')
    case 'loggingIn':
      throw new ChatError('login-in-progress')
    case 'active':
      throw new ChatError('already-logged-in', { details: { userID: phase.session.userID } })
    case 'idle':
    case 'ending':
  }
}
