import type { User } from '../contract/backend-facts.js'
import type { Registers } from '../contract/registers.js'
import type { Friend, FriendApplication } from '../contract/users.js'

export function toFriend(user: User, { friendAlias, friendAttributes, createTime }: Registers['friend']): Friend {
  return { ...user, friendAlias, friendAttributes, createTime }
}

/** Whom the key of an application names, and which way it went. */
export function partsOfApplication(key: string): Pick<FriendApplication, 'direction'> & { readonly userID: string } {
  const [way, userID = ''] = key.split('/')
  return { direction: way === 'sent' ? 'sent' : 'received', userID }
}

/** `now`: by the backend's clock. */
export function toApplication(
  user: User,
  key: string,
  { state, wording, createTime, updateTime, expireTime }: Registers['friendApplication'],
  now: number,
): FriendApplication {
  const isExpired = state === 'waiting' && expireTime <= now
  return {
    direction: partsOfApplication(key).direction,
    state: isExpired ? 'expired' : state,
    user,
    wording,
    createTime,
    updateTime,
    expireTime,
  }
}
