import type { Registers, StatusFact } from '../contract/registers.js'
import type { UserStatus } from '../contract/users.js'

/** What is known of somebody; nothing yet when the backend has not told it. */
export function toStatus(userID: string, fact: StatusFact | undefined): UserStatus {
  const { onlineStatus = 'unknown', onlinePlatforms = [], customStatus = '', updateTime = 0 } = fact ?? {}
  const end = fact?.customStatusExpireTime
  return {
    userID,
    onlineStatus,
    onlinePlatforms,
    customStatus,
    ...(end === undefined ? {} : { customStatusExpiredTime: end }),
    lastUpdateTime: updateTime,
  }
}

/** What the user says of themselves; whether they are there is for others to know. */
export function toOwnStatus(userID: string, said: Registers['customStatus'] | undefined): UserStatus {
  const { text = '', updateTime = 0, expireTime } = said ?? {}
  const end = expireTime === undefined ? {} : { customStatusExpiredTime: expireTime }
  return {
    userID,
    onlineStatus: 'unknown',
    onlinePlatforms: [],
    customStatus: text,
    ...end,
    lastUpdateTime: updateTime,
  }
}
