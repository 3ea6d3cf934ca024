import { logIn, logInOnline } from './login-actions.js'
import type { Device, World } from './world.js'

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
    const restless = (await Promise.all(world.devices.map((device) => restlessness(device)))).filter(Boolean)
    quietChunks = restless.length === 0 ? quietChunks + 1 : 0
    for (const device of world.devices) bringBack(world, device)
    if (timeline.now >= end) for (const reason of restless) world.violate('settles', reason ?? '')
  }
  world.note('world', 'is quiet')
}

function mend(device: Device): void {
  device.port.reachability = 'up'
  device.port.slowness = 1
  device.clockOffsetMs = 0
  Object.assign(device.trouble, { crash: undefined, failure: undefined, isFull: false })
  device.life?.platform.tellOnline()
}

/** What a user does who finds the app closed, signed out, or without its database. */
function bringBack(world: World, device: Device): void {
  const { life } = device
  if (life === undefined || life.pendingCalls.size > 0) return
  const state = life.chat.storageState?.state
  if (state === 'failed' || state === 'takenOver') {
    void life.call('destroy', (chat) => chat.destroy()).then(() => world.relaunch(device))
  } else if (life.chat.userID === undefined) {
    const userID = device.lastLogin?.userID ?? world.userIDs[device.plan.owner] ?? ''
    void logInOnline(life, userID, device.freshToken(userID)).then(async (isDone) => {
      if (!isDone) await logIn(world, life, { isOfflinePreferred: false })
    })
  }
}

/** Why the device has not come to rest; `undefined` when it has. */
async function restlessness({ life, name, disk }: Device): Promise<string | undefined> {
  if (life === undefined) return `${name} does not run`
  const { chat, pendingCalls } = life
  if (pendingCalls.size > 0) return `${life.name} has pending: ${[...pendingCalls].join(', ')}`
  if (chat.userID === undefined) return `${life.name} is not logged in`
  if (chat.connectionState !== 2) return `${life.name} is not connected`
  if (chat.storageState?.state !== 'open') return `${life.name} has its database ${chat.storageState?.state}`
  const waiting = await disk.inspect(chat.userID, async (session) => {
    const rows = await session.range('outbox', { index: 'by_sequence', limit: 1_000 })
    const failed = new Set(rows.flatMap(({ row }) => (row['state'] === 'failed' ? [row['operationID']] : [])))
    // What depends on one that failed waits for its user.
    return rows.filter(({ row }) => row['state'] === 'waiting' && !failed.has(row['dependsOn'])).length
  })
  if ((waiting ?? 0) > 0) return `${life.name} has ${waiting} operations waiting`
  return undefined
}
