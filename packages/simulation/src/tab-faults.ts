import type { Random } from './random.js'
import type { Device, Life, World } from './world.js'

/** A page that is stopped stays so for a while, and for much longer than any tab waits for it. */
const longestFrozenMs = 25_000
/** A tab is stopped in front of one of so many things that reach it. */
const mostTasks = 60
const longestWaitMs = 4_000
/** What a tab does after it was told that it will be stopped, it does at once. */
const longestFarewellMs = 30

/** The tab that a fault hits: most often the one that leads. */
export function chooseTab(device: Device, random: Random): Life | undefined {
  const awake = device.lives.filter(({ isFrozen }) => !isFrozen)
  const leading = awake.find(({ run }) => device.locks.isHolder(run))
  return leading !== undefined && random.chance(0.6) ? leading : random.pick(awake)
}

/** A tab is stopped without notice: it still holds its place, and later goes on as if nothing had been, or dies. */
export function freezeTab(world: World, device: Device, random: Random): void {
  const life = chooseTab(device, random)
  if (life === undefined) return
  const isShown = random.chance(0.5)
  freezeSoon(world, life, random, () => {
    world.fault('tabFrozen', device.name)
    wakeOrDie(world, life, random, () => {
      if (isShown) life.platform.tellShown()
    })
  })
}

/** A tab is told that it will be stopped, and is. */
export function putTabAway(world: World, device: Device, random: Random): void {
  const life = chooseTab(device, random)
  if (life === undefined) return
  world.fault('tabPutAway', device.name)
  life.platform.tellHidden()
  life.platform.tellFrozen()
  world.timeline.after(random.below(longestFarewellMs), () => {
    if (!world.isHealing) life.freeze()
  })
  wakeOrDie(world, life, random, () => life.platform.tellShown())
}

/** The browser takes the locks and the database of a stopped tab away, and lets it go on as if it still had them. */
export function robTab(world: World, device: Device, random: Random): void {
  const life = device.lives.find(({ run, isFrozen }) => !isFrozen && device.locks.isHolder(run))
  if (life === undefined) return
  freezeSoon(world, life, random, () => {
    // It may lead no longer, or not yet: what is opened later belongs to whoever opens it.
    const isLeading = device.locks.isHolder(life.run) && life.chat.storageState?.state === 'open'
    world.fault(isLeading ? 'tabRobbed' : 'tabFrozen', device.name)
    if (!isLeading) return wakeOrDie(world, life, random, () => undefined)
    life.robbery.begin()
    device.disk.release(life.run)
    device.locks.release(life.run)
    wakeOrDie(world, life, random, () => undefined)
  })
}

/** In the middle of something that the tab does soon: between what it reads and what it makes of that. */
function freezeSoon(world: World, life: Life, random: Random, onFrozen: () => void): void {
  let isDone = false
  const frozen = () => {
    if (!isDone && !world.isHealing) onFrozen()
    else life.wake()
    isDone = true
  }
  life.freezeAfter(random.between(1, mostTasks), frozen)
  // A tab that does nothing can be stopped too.
  world.timeline.after(random.between(500, longestWaitMs), () => {
    if (isDone || life.isDead || life.isFrozen || world.isHealing) return
    life.freeze()
    frozen()
  })
}

function wakeOrDie(world: World, life: Life, random: Random, onWake: () => void): void {
  const isKilled = random.chance(0.25)
  world.timeline.after(random.between(100, longestFrozenMs), () => {
    if (life.isDead) return
    if (isKilled && !world.isHealing) life.die()
    else {
      life.wake()
      onWake()
    }
  })
}
