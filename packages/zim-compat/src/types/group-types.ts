import type { ZIMGroupMemberRole } from '../enums.js'
import type { ZIMUserInfo } from './user-types.js'

export interface ZIMGroupInfo {
  /** Blank when a group is made: then it gets one. */
  readonly groupID: string
  readonly groupName: string
  readonly groupAvatarUrl: string
}

/** A row of `queryGroupList`. */
export interface ZIMGroup {
  readonly baseInfo: ZIMGroupInfo
}

export interface ZIMGroupFullInfo {
  readonly baseInfo: ZIMGroupInfo
  readonly groupNotice: string
  /** Milliseconds since the epoch, by the backend's clock. */
  readonly createTime: number
}

export interface ZIMGroupMemberInfo extends ZIMUserInfo {
  readonly memberNickname: string
  readonly memberRole: ZIMGroupMemberRole
  readonly groupEnterInfo: { readonly enterTime: number }
}

export interface ZIMGroupMemberQueryConfig {
  readonly nextFlag: number
  /** 1 to 100. */
  readonly count: number
}
