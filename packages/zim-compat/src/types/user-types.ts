import type { ZIMErrorCode } from '../errors/error-codes.js'

export interface ZIMAppConfig {
  /** A whole number of 0 or more; with it goes the local data. */
  readonly appID: number
  /** App-sign mode: then no token is needed and none expires. */
  readonly appSign?: string
}

export interface ZIMLoginConfig {
  /** Blank: the name from the last login stays. At most 256 bytes of UTF-8. */
  readonly userName?: string
  /** Blank in app-sign mode. */
  readonly token?: string
  readonly isOfflineLogin?: boolean
}

export interface ZIMLogoutConfig {
  /** Also deletes the user's local data, with whatever still waits to be sent. */
  readonly isClearDB?: boolean
}

export interface ZIMUserInfo {
  readonly userID: string
  readonly userName: string
  readonly userAvatarUrl: string
  readonly userExtendedData: string
}

export interface ZIMUserFullInfo {
  readonly baseInfo: ZIMUserInfo
  readonly userAvatarUrl: string
  readonly extendedData: string
}

/** A user of a list that could not be answered, and the number of the error. */
export interface ZIMErrorUserInfo {
  readonly userID: string
  readonly reason: ZIMErrorCode
}

export interface ZIMUsersInfoQueryConfig {
  readonly isQueryFromServer: boolean
}

export interface ZIMBlacklistQueryConfig {
  readonly nextFlag?: number
  /** 1 to 100. */
  readonly count: number
}
