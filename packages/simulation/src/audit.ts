import { auditConversations } from './conversation-audit.js'
import { readFacts } from './backend-facts.js'
import { auditGroupsAndCalls } from './group-audit.js'
import { auditScreens } from './live-audit.js'
import { auditOperations, auditTexts } from './operation-audit.js'
import { auditRegisters } from './register-audit.js'
import { auditStoredRanges } from './range-audit.js'
import type { Device, World } from './world.js'

/** Longest that a query of a healed client may take, in virtual time. */
const longestQueryMs = 120_000

/** Looks at what is left of a schedule once everything is healed, and then ends it. */
export async function auditWorld(world: World): Promise<void> {
  for (const device of world.devices) {
    const isDone = await world.complete(auditDevice(world, device), longestQueryMs)
    if (isDone !== true) world.violate('answers', `${device.name} does not answer the questions of the audit`)
  }
  await endWorld(world)
}

async function auditDevice(world: World, device: Device): Promise<true> {
  for (const userID of device.usersOf()) {
    await auditOperations(world, device, userID)
    auditTexts(world, device, userID, await readFacts(world.host, userID))
  }
  for (const life of device.lives) {
    const { userID } = life.chat
    if (userID === undefined) continue
    const facts = await readFacts(world.host, userID)
    // Before anything is asked for, which might fill a gap.
    await auditStoredRanges(world, device, userID)
    await auditScreens(world, life)
    await auditConversations(world, life, userID, facts)
    await auditGroupsAndCalls(world, life, facts)
    await auditRegisters(world, life, userID, facts)
  }
  return true
}

/** Every client is destroyed: nothing may be left of it. */
async function endWorld(world: World): Promise<void> {
  const lives = world.devices.flatMap((device) => [...device.lives])
  const endings = Promise.all(lives.map((life) => life.call('destroy', (chat) => chat.destroy())))
  await world.complete(endings, longestQueryMs)
  for (const { name, pendingCalls, platform, device } of lives) {
    const left = [...platform.leftOver(), ...[...pendingCalls].map((call) => `the call ${call}`)]
    if (device.disk.openSessions > 0) left.push('an open database')
    const held = device.locks.held()
    if (held.length > 0) left.push(`the lock ${held.join()}`)
    if (left.length > 0) world.violate('nothing-left', `${name} left ${left.join(', ')}`)
  }
  if (world.network.links.size > 0) world.violate('nothing-left', `${world.network.links.size} links are left`)
}
