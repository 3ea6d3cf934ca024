import { registerName, type BackendFacts } from './backend-facts.js'
import { rowText } from './row-text.js'
import type { Life, World } from './world.js'

/** What is one value of the user or of one of their conversations, as the device has it and as the backend has it. */
export async function auditRegisters(
  world: World,
  life: Life,
  userID: string,
  { blocked, members, registers }: BackendFacts,
): Promise<void> {
  const list = await life.call('audit: blacklist', (chat) => chat.queryBlacklist({ count: 100 }))
  if (!list.isDone) return
  const shown = list.result.blacklist.map((user) => user.userID).sort()
  if (shown.join() !== blocked.join()) {
    world.violate('blacklist', `${life.name} of ${userID} shows as blocked [${shown.join()}], not [${blocked.join()}]`)
  }
  const stored = await life.device.disk.inspect(userID, (session) => session.range('registers', { limit: 1_000 }))
  const held = new Map<string, string>()
  for (const { row } of stored ?? []) {
    const [kind, type, id, key] = [row['kind'], row['conversationType'], row['conversationID'], row['key']].map(String)
    // A group that was left tells nothing any more.
    const isLeft = type === 'group' && !members.has(id ?? '')
    const isAskedFor = kind === 'messageReceipt' || (kind === 'readMark' && type === 'group')
    if (row['value'] === undefined || isLeft || isAskedFor) continue
    held.set(registerName(kind ?? '', type === '' ? '' : `${type}/${id}`, key ?? ''), rowText(row['value']))
  }
  for (const name of new Set([...held.keys(), ...registers.keys()])) {
    const [has, belongs] = [held.get(name), registers.get(name)]
    if (has !== belongs) world.violate('registers', `${life.name} of ${userID} has as ${name} ${has}, not ${belongs}`)
  }
}
