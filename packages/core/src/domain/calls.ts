import type { CallInvitation } from '../contract/backend-facts.js'
import type { Store } from '../store/store.js'
import { readRows } from './rows.js'

/**
 * Newest first, those that `accepts` as they stand now. An invitation past its expiry has ended, whatever the backend last
 * said (OL-42).
 */
export async function readCallInvitationList(
  store: Store,
  {
    count,
    now,
    to,
    accepts,
  }: {
    readonly count: number
    readonly now: number
    readonly to?: readonly (string | number)[]
    readonly accepts: (callInvitation: CallInvitation) => boolean
  },
): Promise<{ readonly callInvitationList: readonly CallInvitation[]; readonly hasMore: boolean }> {
  const found: CallInvitation[] = []
  for (let before = to; ;) {
    const query = { index: 'by_time', reverse: true, ...(before === undefined ? {} : { to: before }) }
    const { rows, hasMore } = await readRows(store, 'calls', query, count + 1, placeInList)
    found.push(...rows.map((row) => asOf(row, now)).filter(accepts))
    const last = rows.at(-1)
    if (found.length > count || !hasMore || last === undefined) {
      return { callInvitationList: found.slice(0, count), hasMore: found.length > count }
    }
    before = placeInList(last)
  }
}

function placeInList({ createTime, callID }: CallInvitation): readonly (string | number)[] {
  return [createTime, callID]
}

/** An advanced call goes on while two are in it, or somebody can still answer; any other ends with its last answer or expiry. */
function asOf(invitation: CallInvitation, now: number): CallInvitation {
  if (invitation.state === 'ended') return invitation
  const expiryOf = (user: CallInvitation['callUserList'][number]) => user.expireTime ?? invitation.expireTime
  const due = invitation.callUserList.filter((user) => user.state === 'inviting' && expiryOf(user) <= now)
  if (due.length === 0) return invitation
  const callUserList = invitation.callUserList.map((user) =>
    due.includes(user) ? ({ ...user, state: 'timeout' } as const) : user,
  )
  const inCallCount = callUserList.filter((user) => user.state === 'accepted' && user.quitTime === undefined).length
  const isOpen = callUserList.some(({ state }) => state === 'inviting')
  if (isOpen || (invitation.mode === 'advanced' && inCallCount > 1)) return { ...invitation, callUserList }
  return { ...invitation, state: 'ended', endTime: Math.max(...due.map(expiryOf)), endReason: 'expired', callUserList }
}
