import type { Disk } from './disk.js'
import { logIn, logInOnline } from './login-actions.js'
import type { Device, Life, World } from './world.js'

const chunkMs = 2_000
/** By then everything has settled, or something is wrong. */
const longestHealingMs = 20 * 60_000

/** Nothing breaks any more: the world gets time until everything that was begun has come to an end. */
export async function heal(world: World): Promise<void> {
  const { timeline } = world
  world.isHealing = true
  world.note('world', 'heals')
  world.host.start()
  for (const device of world.devices) mend(device)
  // What was lost on a link that goes on is made good with the next one.
  for (const link of [...world.network.links.keys()]) link.end('lost')
  const end = timeline.now + longestHealingMs
  let quietChunks = 0
  while (quietChunks < 2 && timeline.now < end) {
    await timeline.run(timeline.now + chunkMs)
    const restless = (await Promise.all(world.devices.map((device) => restlessness(world, device)))).flat()
    quietChunks = restless.length === 0 ? quietChunks + 1 : 0
    for (const life of world.devices.flatMap(({ lives }) => lives)) bringBack(world, life)
    if (timeline.now >= end) for (const reason of restless) world.violate('settles', reason)
  }
  world.note('world', 'is quiet')
}

function mend(device: Device): void {
  device.port.reachability = 'up'
  device.port.slowness = 1
  device.clockOffsetMs = 0
  Object.assign(device.trouble, { crash: undefined, failure: undefined, isFull: false })
  for (const life of device.lives) {
    life.wake()
    life.platform.tellShown()
    life.platform.tellOnline()
  }
}

/** What a user does who finds the app closed, signed out, or without its database. */
function bringBack(world: World, life: Life): void {
  if (life.pendingCalls.size > 0) return
  const { device } = life
  const state = life.chat.storageState?.state
  if (state === 'failed' || state === 'takenOver') {
    void life
      .call('destroy', (chat) => chat.destroy())
      .then(() => {
        device.closed(life)
        world.relaunch(device)
      })
  } else if (life.chat.userID === undefined) {
    const userID = device.lastLogin?.userID ?? world.userIDs[device.plan.owner] ?? ''
    void logInOnline(life, userID, device.freshToken(userID)).then(async (isDone) => {
      if (!isDone) await logIn(world, life, { isOfflinePreferred: false })
    })
  }
}

/** Why the device has not come to rest; empty when it has. */
async function restlessness(
  { network, timeline }: World,
  { lives, name, plan, disk, locks, shortTokensUntil }: Device,
): Promise<readonly string[]> {
  if (lives.length < plan.tabs) return [`${name} runs ${lives.length} tabs`]
  const reasons = lives.flatMap((life) => tabRestlessness(life) ?? [])
  // Else it may end a session in the middle of the audit.
  if (timeline.now <= shortTokensUntil) reasons.push(`${name} has a token that is about to end`)
  const users = new Set(lives.map(({ chat }) => chat.userID))
  if (users.size > 1) reasons.push(`${name} has ${[...users].join(' and ')} logged in`)
  const runs = new Set<object>(lives.map(({ run }) => run))
  const links = [...network.links.values()].filter((user) => runs.has(user)).length
  if (links !== 1) reasons.push(`${name} has ${links} links`)
  if (plan.tabs > 1 && locks.held().length !== 1) reasons.push(`${name} holds ${locks.held().join() || 'no lock'}`)
  for (const userID of users) {
    const waiting = userID === undefined ? 0 : await countWaiting(disk, userID)
    if (waiting > 0) reasons.push(`${name} has ${waiting} operations waiting`)
  }
  return reasons
}

function tabRestlessness({ name, chat, isCatchingUp, pendingCalls }: Life): string | undefined {
  if (pendingCalls.size > 0) return `${name} has pending: ${[...pendingCalls].join(', ')}`
  if (chat.userID === undefined) return `${name} is not logged in`
  if (chat.connectionState !== 2) return `${name} is not connected`
  if (isCatchingUp) return `${name} is catching up`
  if (chat.storageState?.state !== 'open') return `${name} has its database ${chat.storageState?.state}`
  return undefined
}

async function countWaiting(disk: Disk, userID: string): Promise<number> {
  const waiting = await disk.inspect(userID, async (session) => {
    const rows = await session.range('outbox', { index: 'by_sequence', limit: 1_000 })
    const failed = new Set(rows.flatMap(({ row }) => (row['state'] === 'failed' ? [row['operationID']] : [])))
    // What depends on one that failed waits for its user.
    return rows.filter(({ row }) => row['state'] === 'waiting' && !failed.has(row['dependsOn'])).length
  })
  return waiting ?? 0
}
