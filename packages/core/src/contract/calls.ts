import type { CallInvitation, CallInvitationMode } from './backend-facts.js'
import type { Page, PageOptions } from './page.js'

/** Reads about call invitations (`offline-login` §3). */
export interface CallInvitationQueries {
  /** Newest first. An invitation past its `expireTime` is shown as ended (OL-42). */
  queryCallInvitationList(
    options: PageOptions,
  ): Promise<Page & { readonly callInvitationList: readonly CallInvitation[] }>
}

/** What makes and answers call invitations. All need `Connected`: a call cannot wait (OL-12). */
export interface CallInvitationCommands {
  /**
   * `invitees`: 1 to 9 other users. `timeoutSeconds`: 1 to 600, default 90. `extendedData`: at most 1,024 bytes of UTF-8.
   * Rejects `not-connected`, `user-not-found`.
   */
  callInvite(
    invitees: readonly string[],
    options?: {
      readonly mode?: CallInvitationMode
      readonly timeoutSeconds?: number
      readonly extendedData?: string
    },
  ): Promise<{ readonly callInvitation: CallInvitation }>
  /** By the caller. Rejects `not-connected`, `call-not-found`, `call-state-conflict`. */
  callCancel(callID: string): Promise<{ readonly callInvitation: CallInvitation }>
  /** By an invitee. Rejects `not-connected`, `call-not-found`, `call-state-conflict`. */
  callAccept(callID: string): Promise<{ readonly callInvitation: CallInvitation }>
  /** By an invitee. Rejects `not-connected`, `call-not-found`, `call-state-conflict`. */
  callReject(callID: string): Promise<{ readonly callInvitation: CallInvitation }>
}
