import type { CallInvitation, CallInvitationMode } from './backend-facts.js'
import type { Page, PageOptions } from './page.js'

/** Which calls are listed. Default: all. */
export interface CallFilter {
  readonly state?: CallInvitation['state']
  readonly mode?: CallInvitationMode
  /** Those of this caller. */
  readonly caller?: string
  /** Those that this person is or was in, or invited to. */
  readonly userID?: string
}

/** Reads about call invitations (`offline-login` §3). */
export interface CallInvitationQueries {
  /** Newest first. An invitation past its `expireTime` is shown as ended (OL-42). */
  queryCallInvitationList(
    options: PageOptions & CallFilter,
  ): Promise<Page & { readonly callInvitationList: readonly CallInvitation[] }>
}

/** What is said with an answer: opaque to Latchkey, at most 1,024 bytes of UTF-8, default empty. */
export interface CallAnswerOptions {
  readonly extendedData?: string
}

type CallResult = Promise<{ readonly callInvitation: CallInvitation }>

/**
 * What makes and answers call invitations: signalling only, no media. All need `Connected`: a call cannot wait (OL-12). Those
 * about a call reject `not-connected`, `call-not-found`, and `call-state-conflict` when it does not fit how the call stands.
 */
export interface CallInvitationCommands {
  /**
   * `invitees`: 1 to 9 other users. `timeoutSeconds`: 1 to 600, default 90. `extendedData`: at most 1,024 bytes of UTF-8.
   * Rejects `not-connected`, `user-not-found`, `blocked-by-user`.
   */
  callInvite(
    invitees: readonly string[],
    options?: {
      readonly mode?: CallInvitationMode
      readonly timeoutSeconds?: number
      readonly extendedData?: string
    },
  ): CallResult
  /** By the caller; an advanced one only while nobody else is in it. */
  callCancel(callID: string): CallResult
  /** By an invitee. */
  callAccept(callID: string, options?: CallAnswerOptions): CallResult
  /** By an invitee. */
  callReject(callID: string, options?: CallAnswerOptions): CallResult
  /**
   * By somebody in an advanced call: 1 to 9 others, who have `timeoutSeconds` (1 to 600, default 90) of their own. Who is invited or in
   * it already stays so. At most 10 are. Rejects `user-not-found`, `blocked-by-user`, `limit-exceeded` too.
   */
  callingInvite(callID: string, invitees: readonly string[], options?: { readonly timeoutSeconds?: number }): CallResult
  /** By somebody who is or was invited to an advanced call that goes on, and is not in it. Rejects `limit-exceeded` too. */
  callJoin(callID: string, options?: CallAnswerOptions): CallResult
  /** By somebody in an advanced call. It ends when fewer than two are left and nobody can still answer. */
  callQuit(callID: string): CallResult
  /** Ends an advanced call for all; by somebody in it. */
  callEnd(callID: string): CallResult
}
