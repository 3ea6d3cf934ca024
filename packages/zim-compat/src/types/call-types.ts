import type { ZIMCallInvitationMode, ZIMCallState, ZIMCallUserState } from '../enums.js'

export interface ZIMCallUserInfo {
  readonly userID: string
  readonly state: ZIMCallUserState
  readonly extendedData: string
}

export interface ZIMCallInviteConfig {
  /** In seconds, 1 to 600; 90 when absent. */
  readonly timeout?: number
  readonly mode?: ZIMCallInvitationMode
  /** At most 1,024 bytes of UTF-8. */
  readonly extendedData?: string
}

/** Taken, and without effect: Latchkey sends no text with an answer. */
export interface ZIMCallAnswerConfig {
  readonly extendedData?: string
}

export interface ZIMCallInvitationQueryConfig {
  readonly nextFlag?: number
  /** 1 to 100. */
  readonly count: number
}

export interface ZIMCallInfo {
  readonly callID: string
  readonly caller: string
  readonly inviter: string
  readonly createTime: number
  /** 0 while it has not ended. */
  readonly endTime: number
  readonly state: ZIMCallState
  readonly mode: ZIMCallInvitationMode
  readonly extendedData: string
  readonly callUserList: readonly ZIMCallUserInfo[]
}
