import { loopbackToken } from '@latchkey/transport-loopback'
import { createDisk, type DiskVerdict } from './disk.js'
import { createDeviceLedger, type AcknowledgedOperation, type DeviceLedger } from './ledger.js'
import { createLife } from './life.js'
import type { DevicePlan } from './plan.js'
import { createRandom } from './random.js'
import { createTabLocks } from './tab-locks.js'
import type { Device, DiskTrouble, Life, World } from './world.js'

const defaultTokenLifeMs = 2 * 60 * 60 * 1_000

export function createDevice(world: World, index: number, plan: DevicePlan): Device {
  const { timeline } = world
  const random = createRandom(world.plan.seed, 100 + index)
  const name = `d${index}`
  const disk = createDisk(timeline, createRandom(world.plan.seed, 200 + index), plan)
  const ledgers = new Map<string, DeviceLedger>()
  const locks = createTabLocks()
  const trouble: DiskTrouble = { crash: undefined, failure: undefined, isFull: false }
  let life: Life | undefined
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

  const device: Device = {
    index,
    name,
    plan,
    disk,
    port: { reachability: 'up', slowness: 1, latencyMs: plan.latencyMs },
    locks,
    clockOffsetMs: 0,
    hasJumped: false,
    received: new Set(),
    now: () => world.host.now() + device.clockOffsetMs,
    get life() {
      return life
    },
    lastLogin: undefined,
    freshToken(userID, lifeMs = defaultTokenLifeMs) {
      tokens += 1
      const issuedAt = world.host.now()
      return loopbackToken(userID, { issuedAt, expiresAt: issuedAt + lifeMs, nonce: `${index}x${tokens}` })
    },
    usersOf: () => [...ledgers.keys()],
    ledgerOf(userID) {
      const known = ledgers.get(userID) ?? createDeviceLedger()
      ledgers.set(userID, known)
      return known
    },
    wiped(userID) {
      const { operations, deleted } = device.ledgerOf(userID)
      for (const operation of operations.values()) operation.isTakenBack = true
      // What was deleted here comes again, unless the wipe fails.
      deleted.clear()
      device.received.clear()
    },
    launch() {
      launches += 1
      device.received.clear()
      life = createLife(world, device, launches)
      return life
    },
    lifeEnded(ended) {
      if (life === ended) life = undefined
      disk.release(ended.run)
      locks.release(ended.run)
      for (const [link, user] of [...world.network.links]) if (user === ended.run) link.vanish()
      timeline.after(random.between(50, 4_000), () => {
        if (life === undefined) world.relaunch(device)
      })
    },
    settled({ operationID, outcome }) {
      if (outcome === 'discarded') device.takeBack(operationID)
      if (outcome === 'failed') device.retried(operationID)
    },
    takeBack(operationID) {
      for (const operation of acknowledged(operationID)) operation.isTakenBack = true
    },
    retried(operationID) {
      for (const operation of acknowledged(operationID)) operation.hasFailed = true
    },
    trouble,
  }
  return device
}
