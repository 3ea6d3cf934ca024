import type { BackendFacts } from './backend-facts.js'
import type { Life, World } from './world.js'

/** What belongs to the user alone, as the device shows it and as the backend has it. */
export async function auditRegisters(
  world: World,
  life: Life,
  userID: string,
  { blocked }: BackendFacts,
): Promise<void> {
  const list = await life.call('audit: blacklist', (chat) => chat.queryBlacklist({ count: 100 }))
  if (!list.isDone) return
  const shown = list.result.blacklist.map((user) => user.userID).sort()
  if (shown.join() !== blocked.join()) {
    world.violate('blacklist', `${life.name} of ${userID} shows as blocked [${shown.join()}], not [${blocked.join()}]`)
  }
}
