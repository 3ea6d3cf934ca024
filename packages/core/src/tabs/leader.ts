import type { PlatformLocks } from '../contract/platform.js'
import { ChatError } from '../errors/chat-error.js'

/**
 * Makes this tab the leader of one app and user: the only one that opens the database, holds the transport's connection
 * and writes. Resolves with what gives the place up. Rejects `storage-owned-elsewhere` while another tab leads.
 */
export async function becomeLeader(locks: PlatformLocks, app: string, userID: string): Promise<() => void> {
  const release = await locks.tryAcquire(`latchkey/leader/${app}/${userID}`)
  if (release === undefined) throw new ChatError('storage-owned-elsewhere')
  return release
}
