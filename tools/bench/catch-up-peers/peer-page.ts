import type { HeldConversation } from './audit.ts'
import type { OfflineSend } from './workload.ts'

/** A row of the list as it will be. */
export interface ExpectedRow {
  readonly conversation: string
  readonly unreadCount: number
  readonly lastMessageID: string
}

/** One catch-up. Times are milliseconds from when the backend had accepted the user. */
export interface PeerCatchUp {
  readonly listMs: number
  /** How many answers that hang on one another came until the list was right. */
  readonly listRoundTrips: number
  readonly completeMs: number
  readonly requests: number
}

/** What a page with a client on it offers to the bench that drives it. Each act is done on a page that was just opened. */
export interface PeerPage {
  /** Logs in, takes in everything, keeps it. */
  prepare(): Promise<void>
  /** Without a network: writes these, and resolves when the device keeps them. */
  writeOffline(sends: readonly OfflineSend[]): Promise<void>
  /** Comes back, until the list is as `expected`, everything has arrived, what was written offline is sent, and all is kept. */
  catchUp(expected: readonly ExpectedRow[]): Promise<PeerCatchUp>
  /** Without a network: opens what the device keeps. */
  openOffline(): Promise<void>
  /** What the client on this page has now. */
  held(): readonly HeldConversation[]
}

declare global {
  var peerPage: PeerPage
}

export const expectedRows = (conversations: readonly HeldConversation[]): readonly ExpectedRow[] =>
  conversations.map(({ conversation, unreadCount = 0, messages }) => ({
    conversation,
    unreadCount,
    lastMessageID: messages.at(-1)?.messageID ?? '',
  }))
