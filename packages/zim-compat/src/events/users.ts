import { zimFullUser, zimUser } from '../areas/users.js'
import type { AppChat } from '../configuration.js'
import { ZIMBlacklistChangeAction } from '../enums.js'
import { zimErrorOf } from '../errors/zim-error.js'
import type { Tell } from '../tell.js'

/** As many users as one look-up takes. */
const batchCount = 100

export function tellOfUsers(chat: AppChat, tell: Tell): void {
  /** Who they are, as far as this device knows. */
  async function tellUnblocked(userIDs: readonly string[]): Promise<void> {
    for (let start = 0; start < userIDs.length; start += batchCount) {
      const batch = userIDs.slice(start, start + batchCount)
      const { userList } = await chat.queryUsersInfo(batch)
      const known = new Map(userList.map((user) => [user.userID, zimUser(user)]))
      tell('blacklistChanged', {
        userList: batch.map(
          (userID) => known.get(userID) ?? { userID, userName: '', userAvatarUrl: '', userExtendedData: '' },
        ),
        action: ZIMBlacklistChangeAction.Removed,
      })
    }
  }

  chat.on('userInfoUpdated', ({ userList }) => {
    const own = userList.find(({ userID }) => userID === chat.userID)
    if (own !== undefined) tell('userInfoUpdated', { info: zimFullUser(own) })
  })
  chat.on('blacklistChanged', ({ userList, removedUserIDs }) => {
    if (userList.length > 0) {
      tell('blacklistChanged', { userList: userList.map(zimUser), action: ZIMBlacklistChangeAction.Added })
    }
    tellUnblocked(removedUserIDs).catch((error: unknown) => {
      const { code, message } = zimErrorOf(error, 'users')
      tell('error', { code, message })
    })
  })
}
