import type { CallInvitation, CallInvitationMode } from '../backend-facts.js'

/** What a client can ask of a backend about call invitations. */
export interface CallOperations {
  /** 1 to 9 invitees, other users than the caller; `timeoutSeconds` 1 to 600. Refused: `user-not-found`, `limit-exceeded`, `call-state-conflict` (the callID is taken). */
  callInvite: {
    parameters: {
      readonly callID: string
      readonly invitees: readonly string[]
      readonly mode: CallInvitationMode
      readonly timeoutSeconds: number
      readonly extendedData: string
    }
    result: { readonly callInvitation: CallInvitation }
  }
  /** By the caller; others are refused `not-allowed`. Refused: `call-not-found`, `call-state-conflict`. */
  callCancel: { parameters: { readonly callID: string }; result: { readonly callInvitation: CallInvitation } }
  /** By an invitee who has not answered; the caller is refused `not-allowed`. Refused: `call-not-found`, `call-state-conflict`. */
  callAccept: { parameters: CallAnswer; result: { readonly callInvitation: CallInvitation } }
  /** By an invitee who has not answered; the caller is refused `not-allowed`. Refused: `call-not-found`, `call-state-conflict`. */
  callReject: { parameters: CallAnswer; result: { readonly callInvitation: CallInvitation } }
  /**
   * By somebody in an advanced call; 1 to 9 others. Who is in it or invited already stays so. Refused: `call-not-found`, `call-state-conflict`,
   * `user-not-found`, `blocked-by-user`, `limit-exceeded` (10 invited or in it, 100 who ever were).
   */
  callingInvite: {
    parameters: { readonly callID: string; readonly invitees: readonly string[]; readonly timeoutSeconds: number }
    result: { readonly callInvitation: CallInvitation }
  }
  /** By somebody who is or was invited to an advanced call and is not in it. Refused: `call-not-found`, `call-state-conflict`, `limit-exceeded` (10 in it). */
  callJoin: { parameters: CallAnswer; result: { readonly callInvitation: CallInvitation } }
  /** By somebody in an advanced call. Refused: `call-not-found`, `call-state-conflict`. */
  callQuit: { parameters: { readonly callID: string }; result: { readonly callInvitation: CallInvitation } }
  /** For all, by somebody in an advanced call. Refused: `call-not-found`, `call-state-conflict`. */
  callEnd: { parameters: { readonly callID: string }; result: { readonly callInvitation: CallInvitation } }
}

/** `extendedData`: at most 1,024 bytes of UTF-8, default empty. */
export interface CallAnswer {
  readonly callID: string
  readonly extendedData?: string
}
