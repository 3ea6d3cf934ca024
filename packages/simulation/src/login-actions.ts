import type { Life, World } from './world.js'

/** Shortest life of a token that is made to end while it is used. */
const shortTokenMs = 20_000

/** Logs in as an app does: offline with what it kept, or online with a fresh token. */
export async function logIn(
  world: World,
  life: Life,
  { isOfflinePreferred, userID: wanted }: { readonly isOfflinePreferred: boolean; readonly userID?: string },
): Promise<boolean> {
  const { device } = life
  const owner = world.userIDs[device.plan.owner] ?? ''
  const kept = device.lastLogin
  const userID = wanted ?? kept?.userID ?? owner
  if (isOfflinePreferred && kept?.userID === userID) {
    const { token } = kept
    const outcome = await life.call('login offline', (chat) => chat.login(userID, { token, isOfflineLogin: true }))
    if (outcome.isDone) return true
    auditNothingReadable(world, life)
    // What an app does when it is not let in: it asks for a new token and the network.
    if (outcome.code === 'login-in-progress' || outcome.code === 'already-logged-in') return false
  }
  return logInOnline(life, userID, device.freshToken(userID))
}

/** A token that ends soon. */
export function shortToken(life: Life, userID: string): string {
  return life.device.freshToken(userID, shortTokenMs)
}

export async function logInOnline(life: Life, userID: string, token: string): Promise<boolean> {
  life.device.onlineLogins += 1
  const outcome = await life.call('login online', (chat) => chat.login(userID, { token }))
  if (!outcome.isDone) return false
  life.device.lastLogin = { userID, token }
  return true
}

/** OL-09: without a session no data of anybody can be read. */
export function auditNothingReadable(world: World, life: Life): void {
  const { chat } = life
  if (chat.userID !== undefined) return
  const peer = { conversationType: 'peer', conversationID: world.userIDs[0] ?? '' } as const
  const reads: readonly (() => Promise<object>)[] = [
    () => chat.queryConversationList({ count: 10 }),
    () => chat.queryHistoryMessage(peer, { count: 10 }),
    () => chat.queryGroupList({ count: 10 }),
    () => chat.queryUsersInfo([world.userIDs[0] ?? '']),
    () => chat.queryOperationList({ count: 10 }),
  ]
  for (const read of reads) {
    void life.call<object>('read without a session', read).then((outcome) => {
      const isRefused = !outcome.isDone && (outcome.code === 'not-logged-in' || outcome.code === 'chat-destroyed')
      if (!isRefused) {
        const what = outcome.isDone ? JSON.stringify(outcome.result).slice(0, 120) : outcome.code
        world.violate('nothing-readable', `${life.name} read without a session: ${what}`)
      }
    })
  }
  const { conversationList } = chat.live.queryConversationList({ count: 10 }).getSnapshot()
  if (conversationList.length > 0) {
    world.violate('nothing-readable', `${life.name} shows ${conversationList.length} conversations without a session`)
  }
}
