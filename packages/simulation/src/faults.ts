import { scheduleFloor } from './floor.js'
import type { FaultStep } from './plan.js'
import type { FaultKind } from './step-kinds.js'
import { auditStoredRanges } from './range-audit.js'
import { createRandom, type Random } from './random.js'
import { chooseTab, freezeTab, putTabAway, robTab } from './tab-faults.js'
import type { Device, World } from './world.js'

type Fault = (world: World, device: Device, random: Random) => void

/** Lets a fault step happen. Some faults wait for what they hit: they count when they do. */
export function breakSomething(world: World, { device: index, kind, choice }: FaultStep): void {
  const device = world.devices[index]
  if (device === undefined || world.isHealing) return
  faults[kind](world, device, createRandom(choice, world.plan.seed))
  // In the middle of everything what a device vouches for is true, whoever looks at it now and however this ends.
  for (const userID of device.usersOf()) void auditStoredRanges(world, device, userID)
}

/** What needs nothing to hit. */
const surestFaults = ['clockJump', 'refused', 'slow', 'hung', 'captive'] as const

/** The faults that a schedule lacks, because those planned found nothing to hit. */
export async function addFaults(world: World): Promise<void> {
  const random = createRandom(world.plan.seed, 3)
  const total = () => [...world.faults.values()].reduce((sum, count) => sum + count, 0)
  for (let added = 0; total() < scheduleFloor.faults || world.faults.size < scheduleFloor.faultKinds; added += 1) {
    const kind = surestFaults[added % surestFaults.length] ?? 'slow'
    faults[kind](world, random.pick(world.devices) as Device, random)
    await world.timeline.run(world.timeline.now + 1_000)
  }
}

const faults: Readonly<Record<FaultKind, Fault>> = {
  drop: armFrame('drop'),
  delay: armFrame('delay'),
  double: armFrame('double'),
  reorder: armFrame('reorder'),
  duplicatePush: armFrame('duplicatePush'),
  cut(world, device) {
    for (const link of linksOf(world, device)) {
      world.fault('cut', device.name)
      link.end('lost')
    }
  },
  halfOpen(world, device) {
    for (const link of linksOf(world, device)) {
      world.fault('halfOpen', device.name)
      link.wire.silence()
    }
  },
  slow(world, device, random) {
    world.fault('slow', device.name)
    device.port.slowness = random.between(5, 60)
    world.timeline.after(random.between(3_000, 20_000), () => {
      device.port.slowness = 1
    })
  },
  hung: reach('hung'),
  refused: reach('refused'),
  captive: reach('captive'),
  backendCrash(world, device, random) {
    const { host, timeline } = world
    const { boot } = host
    const crash = () => {
      if (host.backend === undefined || host.boot !== boot || world.isHealing) return
      world.fault('backendCrash', device.name)
      host.crash()
      world.network.backendCrashed()
      timeline.after(random.between(20, 6_000), () => host.start())
    }
    host.breakCommit(random.between(1, 4), crash)
    // A backend that commits nothing can die too.
    timeline.after(random.between(1_000, 5_000), crash)
  },
  clientCrash(world, device, random) {
    const verdict = random.chance(0.5) ? 'crashBefore' : 'crashAfter'
    device.trouble.crash = { writes: random.between(1, 6), verdict }
    // A client that writes nothing can die too.
    world.timeline.after(random.between(2_000, 6_000), () => {
      if (device.trouble.crash === undefined || world.isHealing) return
      device.trouble.crash = undefined
      const life = chooseTab(device, random)
      if (life === undefined) return
      world.fault('clientCrash', device.name)
      life.die()
    })
  },
  storageError(_world, device, random) {
    device.trouble.failure = random.chance(0.6)
      ? { writes: random.between(1, 3), reads: 0 }
      : { writes: 0, reads: random.between(1, 3) }
  },
  quota(world, device, random) {
    device.trouble.isFull = true
    world.timeline.after(random.between(1_000, 10_000), () => {
      device.trouble.isFull = false
    })
  },
  clockJump(world, device, random) {
    world.fault('clockJump', device.name)
    device.hasJumped = true
    const spans = [5_000, 60_000, 60 * 60_000, 24 * 60 * 60_000] as const
    device.clockOffsetMs = (random.chance(0.5) ? 1 : -1) * random.below(random.pick(spans))
  },
  tabDeath(world, device, random) {
    const life = chooseTab(device, random)
    if (life === undefined) return
    world.fault('tabDeath', device.name)
    life.die()
  },
  tabFrozen: freezeTab,
  tabPutAway: putTabAway,
  tabRobbed: robTab,
  tokenEnd(world, device) {
    for (const link of linksOf(world, device)) {
      world.fault('tokenEnd', device.name)
      link.end('expired')
    }
  },
  kickOut(world, device, random) {
    for (const link of linksOf(world, device)) {
      world.fault('kickOut', device.name)
      if (random.chance(0.5)) world.network.revoke(link.userID)
      link.end(random.chance(0.5) ? 'kickedOut' : 'refused')
    }
  },
  stalePush(world, device, random) {
    for (const link of linksOf(world, device)) {
      if (link.repeatPush(random.next())) world.fault('stalePush', device.name)
    }
  },
  trimmedLog(world, device, random) {
    const { backend } = world.host
    if (backend === undefined) return
    world.fault('trimmedLog', device.name)
    void backend.trimLog(world.host.now() - random.pick([0, 1_000, 10_000])).catch(() => undefined)
  },
}

function armFrame(fault: 'drop' | 'delay' | 'double' | 'reorder' | 'duplicatePush'): Fault {
  return (world, device) => {
    for (const link of linksOf(world, device)) link.wire.arm(fault)
  }
}

/** For a while no new link can be made; those that are there go on, or are cut. */
function reach(reachability: 'hung' | 'refused' | 'captive'): Fault {
  return (world, device, random) => {
    world.fault(reachability, device.name)
    device.port.reachability = reachability
    if (random.chance(0.8)) for (const link of linksOf(world, device)) link.end('lost')
    world.timeline.after(random.between(2_000, 25_000), () => {
      device.port.reachability = 'up'
      if (random.chance(0.5)) for (const { platform } of device.lives) platform.tellOnline()
    })
  }
}

function linksOf(world: World, device: Device) {
  const runs = new Set<object>(device.lives.map(({ run }) => run))
  return [...world.network.links].flatMap(([link, user]) => (runs.has(user) ? [link] : []))
}
