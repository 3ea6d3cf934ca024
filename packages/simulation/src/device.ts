import { loopbackToken } from '@latchkey/transport-loopback'
import { createDisk, type DiskVerdict } from './disk.js'
import { createDeviceLedger, type AcknowledgedOperation, type DeviceLedger } from './ledger.js'
import { createLife } from './life.js'
import type { DevicePlan } from './plan.js'
import { createRandom } from './random.js'
import { createTabChannels } from './tab-channel.js'
import { createTabLocks } from './tab-locks.js'
import type { Device, DiskTrouble, Life, World } from './world.js'

/** A wipe that was asked for in a tab that died is under way for at most so long. */
const longestWipeMs = 60_000
/** By then all tabs know of a wipe. */
const wipeToldMs = 3_000
const defaultTokenLifeMs = 2 * 60 * 60 * 1_000

export function createDevice(world: World, index: number, plan: DevicePlan): Device {
  const { timeline } = world
  const random = createRandom(world.plan.seed, 100 + index)
  const name = `d${index}`
  const disk = createDisk(timeline, createRandom(world.plan.seed, 200 + index), plan)
  const ledgers = new Map<string, DeviceLedger>()
  const locks = createTabLocks()
  const trouble: DiskTrouble = { crash: undefined, failure: undefined, isFull: false }
  const channels =
    plan.tabs === 1 ? undefined : createTabChannels(timeline, createRandom(world.plan.seed, 300 + index), world.note)
  const lives: Life[] = []
  const formerLives: Life[] = []
  const wipes = new Map<string, number>()
  const takenBack = new Set<string>()
  const failed = new Set<string>()
  let launches = 0
  let tokens = 0

  disk.judgeWrite = (): DiskVerdict => {
    const { crash, failure } = trouble
    if (crash !== undefined) {
      crash.writes -= 1
      if (crash.writes <= 0) {
        trouble.crash = undefined
        world.fault('clientCrash', name)
        return crash.verdict
      }
    }
    if (failure !== undefined && failure.writes > 0) {
      failure.writes -= 1
      world.fault('storageError', name)
      return 'failed'
    }
    if (trouble.isFull) {
      world.fault('quota', name)
      return 'full'
    }
    return 'done'
  }
  disk.judgeRead = (): DiskVerdict => {
    const { failure } = trouble
    if (failure === undefined || failure.reads <= 0) return 'done'
    failure.reads -= 1
    world.fault('storageError', name)
    return 'failed'
  }

  function acknowledged(operationID: string): readonly AcknowledgedOperation[] {
    return [...ledgers.values()].flatMap(({ operations }) => operations.get(operationID) ?? [])
  }

  function forget(userID: string): void {
    const { operations, deleted } = device.ledgerOf(userID)
    for (const operation of operations.values()) operation.isTakenBack = true
    // What was deleted here comes again, unless the wipe fails.
    deleted.clear()
    for (const { received } of lives) received.clear()
  }

  function leave(life: Life): void {
    const place = lives.indexOf(life)
    if (place !== -1) formerLives.push(...lives.splice(place, 1))
  }

  const device: Device = {
    index,
    name,
    plan,
    disk,
    port: { reachability: 'up', slowness: 1, latencyMs: plan.latencyMs },
    locks,
    channels,
    clockOffsetMs: 0,
    hasJumped: false,
    now: () => world.host.now() + device.clockOffsetMs,
    lives,
    linksGiven: () => [...formerLives, ...lives].reduce((sum, { run }) => sum + world.network.linksGiven(run), 0),
    lastLogin: undefined,
    onlineLogins: 0,
    shortTokensUntil: 0,
    freshToken(userID, lifeMs = defaultTokenLifeMs) {
      tokens += 1
      const issuedAt = world.host.now()
      if (lifeMs < defaultTokenLifeMs) device.shortTokensUntil = timeline.now + lifeMs
      return loopbackToken(userID, { issuedAt, expiresAt: issuedAt + lifeMs, nonce: `${index}x${tokens}` })
    },
    usersOf: () => [...ledgers.keys()],
    ledgerOf(userID) {
      const known = ledgers.get(userID) ?? createDeviceLedger()
      ledgers.set(userID, known)
      return known
    },
    wipeBegins(userID) {
      // One that is asked for in a tab that dies is carried out by then, or never. A single tab takes nothing on any more.
      wipes.set(userID, plan.tabs > 1 ? timeline.now + longestWipeMs : timeline.now)
      forget(userID)
    },
    wipeEnded(userID) {
      if (plan.tabs === 1) return
      wipes.set(userID, timeline.now + wipeToldMs)
      forget(userID)
    },
    wipedUntil: (userID) => wipes.get(userID) ?? -Infinity,
    launch() {
      launches += 1
      const life = createLife(world, device, launches)
      lives.push(life)
      return life
    },
    closed: leave,
    lifeEnded(ended) {
      leave(ended)
      disk.release(ended.run)
      locks.release(ended.run)
      for (const [link, user] of [...world.network.links]) if (user === ended.run) link.vanish()
      timeline.after(random.between(50, 4_000), () => {
        if (lives.length < plan.tabs) world.relaunch(device)
      })
    },
    settled({ operationID, outcome }) {
      if (outcome === 'discarded') device.takeBack(operationID)
      if (outcome === 'failed') device.retried(operationID)
    },
    takenBack,
    failed,
    takeBack(operationID) {
      takenBack.add(operationID)
      for (const operation of acknowledged(operationID)) operation.isTakenBack = true
    },
    retried(operationID) {
      failed.add(operationID)
      for (const operation of acknowledged(operationID)) operation.hasFailed = true
    },
    trouble,
  }
  return device
}
