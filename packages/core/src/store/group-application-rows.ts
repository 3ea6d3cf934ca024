import type { User } from '../contract/backend-facts.js'
import type { GroupApplication } from '../contract/groups.js'
import type { Registers } from '../contract/registers.js'

/** Which group the key of an application names, what kind it is to the user, and the other one whom it is about. */
export function partsOfGroupApplication(
  key: string,
  ownUserID: string,
): Pick<GroupApplication, 'type'> & { readonly groupID: string; readonly userID: string } {
  const [way, groupID = '', first = '', second = ''] = key.split('/')
  if (way === 'join') return { type: 'join', groupID, userID: first }
  return first === ownUserID
    ? { type: 'invite', groupID, userID: second }
    : { type: 'beInvited', groupID, userID: first }
}

/** `now`: by the backend's clock. `userID`: to whom it is shown. */
export function toGroupApplication(
  user: User,
  key: string,
  { state, groupName, groupAvatarUrl, ...application }: Registers['groupApplication'],
  { userID, now }: { readonly userID: string; readonly now: number },
): GroupApplication {
  const { type, groupID } = partsOfGroupApplication(key, userID)
  const isExpired = state === 'waiting' && application.expireTime <= now
  return {
    type,
    state: isExpired ? 'expired' : state,
    group: { groupID, groupName, groupAvatarUrl },
    user,
    ...application,
  }
}
