import type { ErrorUser, User, UserOperation } from '@latchkey/core'

import { numberOf, type Area } from '../errors/error-table.js'
import { given, numbered, zimErrorOf } from '../errors/zim-error.js'
import { pageOptions } from '../flags.js'
import type { Scene } from '../scene.js'
import type {
  ZIMBlacklistQueryConfig,
  ZIMErrorUserInfo,
  ZIMUserFullInfo,
  ZIMUserInfo,
  ZIMUsersInfoQueryConfig,
} from '../types/user-types.js'

export interface UserMethods {
  querySelfUserInfo(): Promise<{ readonly selfUserInfo: { readonly userFullInfo: ZIMUserFullInfo } }>
  /** 1 to 100 userIDs. Offline those not known on this device are in `errorUserList`; the rest is answered. */
  queryUsersInfo(
    userIDs: readonly string[],
    config: ZIMUsersInfoQueryConfig,
  ): Promise<{ readonly userList: readonly ZIMUserFullInfo[]; readonly errorUserList: readonly ZIMErrorUserInfo[] }>
  /** 1 to 256 bytes of UTF-8. Offline it is kept and sent later. */
  updateUserName(userName: string): Promise<{ readonly userName: string }>
  /** At most 500 bytes of UTF-8. Offline it is kept and sent later. */
  updateUserAvatarUrl(userAvatarUrl: string): Promise<{ readonly userAvatarUrl: string }>
  /** At most 1,024 bytes of UTF-8. Offline it is kept and sent later. */
  updateUserExtendedData(extendedData: string): Promise<{ readonly extendedData: string }>
  /** 1 to 20 userIDs. Offline it is kept and sent later. */
  addUsersToBlacklist(userIDs: readonly string[]): Promise<{ readonly errorUserList: readonly ZIMErrorUserInfo[] }>
  /** 1 to 20 userIDs. Offline it is kept and sent later. */
  removeUsersFromBlacklist(userIDs: readonly string[]): Promise<{ readonly errorUserList: readonly ZIMErrorUserInfo[] }>
  queryBlacklist(
    config: ZIMBlacklistQueryConfig,
  ): Promise<{ readonly blacklist: readonly ZIMUserInfo[]; readonly nextFlag: number }>
  checkUserIsInBlacklist(userID: string): Promise<{ readonly isUserInBlacklist: boolean }>
}

export function userMethods({ chat, flags, settle }: Scene): UserMethods {
  /** The users for whom it was refused; of the others it is done, or will be. */
  async function refusedUsers(operationList: readonly UserOperation[]): Promise<readonly ZIMErrorUserInfo[]> {
    const refused = await Promise.all(
      operationList.map(async (operation) => {
        try {
          await settle(operation)
          return []
        } catch (error) {
          return [{ userID: operation.userID, reason: zimErrorOf(error, 'users').code }]
        }
      }),
    )
    return refused.flat()
  }

  return {
    querySelfUserInfo: numbered('users', async () => {
      const { selfUserInfo } = await chat.querySelfUserInfo()
      return { selfUserInfo: { userFullInfo: zimFullUser(selfUserInfo) } }
    }),
    queryUsersInfo: numbered('users', async (userIDs, config) => {
      const { isQueryFromServer = false } = given('config', config)
      const { userList, errorUserList } = await chat.queryUsersInfo(userIDs, { isQueryFromServer })
      return { userList: userList.map(zimFullUser), errorUserList: zimErrorUsers(errorUserList, 'users') }
    }),
    updateUserName: numbered('users', async (userName) => {
      await settle(await chat.updateUserName(userName))
      return { userName }
    }),
    updateUserAvatarUrl: numbered('users', async (userAvatarUrl) => {
      await settle(await chat.updateUserAvatarUrl(userAvatarUrl))
      return { userAvatarUrl }
    }),
    updateUserExtendedData: numbered('users', async (extendedData) => {
      await settle(await chat.updateUserExtendedData(extendedData))
      return { extendedData }
    }),
    addUsersToBlacklist: numbered('users', async (userIDs) => {
      const { operationList } = await chat.addUsersToBlacklist(userIDs)
      return { errorUserList: await refusedUsers(operationList) }
    }),
    removeUsersFromBlacklist: numbered('users', async (userIDs) => {
      const { operationList } = await chat.removeUsersFromBlacklist(userIDs)
      return { errorUserList: await refusedUsers(operationList) }
    }),
    queryBlacklist: numbered('users', async (config) => {
      const { blacklist, nextCursor } = await chat.queryBlacklist(pageOptions(flags, given('config', config)))
      return { blacklist: blacklist.map(zimUser), nextFlag: flags.flagOf(nextCursor) }
    }),
    checkUserIsInBlacklist: numbered('users', (userID) => chat.checkUserIsInBlacklist(userID)),
  }
}

export function zimUser({ userID, userName, userAvatarUrl, userExtendedData }: User): ZIMUserInfo {
  return { userID, userName, userAvatarUrl, userExtendedData }
}

export function zimFullUser(user: User): ZIMUserFullInfo {
  return { baseInfo: zimUser(user), userAvatarUrl: user.userAvatarUrl, extendedData: user.userExtendedData }
}

export function zimErrorUsers(errorUserList: readonly ErrorUser[], area: Area): readonly ZIMErrorUserInfo[] {
  return errorUserList.map(({ userID, code }) => ({ userID, reason: numberOf(code, area) }))
}
