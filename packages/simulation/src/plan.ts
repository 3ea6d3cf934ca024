import { createRandom, type Random } from './random.js'
import type { FaultKind, OperationKind } from './step-kinds.js'
import { faultWeights, operationWeights, optionalWeights, tabFaultWeights, weighted } from './step-weights.js'

interface StepTime {
  /** In milliseconds of virtual time. */
  readonly at: number
  /** Index of the device it concerns. */
  readonly device: number
  /** Decides whatever the step leaves open. */
  readonly choice: number
}
export type OperationStep = StepTime & { readonly type: 'operation'; readonly kind: OperationKind }
export type FaultStep = StepTime & { readonly type: 'fault'; readonly kind: FaultKind }
export type Step = OperationStep | FaultStep

export interface DevicePlan {
  /** Index of the user whose device it is. */
  readonly owner: number
  /** Whether small records are sealed, and so a first screen is kept. */
  readonly isSealed: boolean
  /** Whether the app can fetch fresh tokens by itself. */
  readonly hasTokenProvider: boolean
  /** One way, in milliseconds. */
  readonly latencyMs: number
  /** How many tabs of the app are open side by side. */
  readonly tabs: number
}

/** Everything about a schedule that is decided before it begins. Dropping steps leaves a plan that can be run. */
export interface Plan {
  readonly seed: number
  readonly users: number
  readonly devices: readonly DevicePlan[]
  readonly steps: readonly Step[]
  /** All of its steps are there: it has to reach the floor, and gets more faults where those planned hit nothing. */
  readonly isWhole: boolean
}

const operationCount = 162
const leastBlocks = 2
const mostBlocks = 6
const leastOptional = 8
const mostOptional = 20
const leastFaults = 22
const mostFaults = 34
/** How long the users are at it. */
const spanMs = 90_000

/** The schedule that `seed` stands for. */
export function planSchedule(seed: number): Plan {
  const random = createRandom(seed, 1)
  const users = random.chance(0.3) ? 4 : 3
  const tabRandom = createRandom(seed, 5)
  const devices = planTabs(tabRandom, planDevices(random, users))
  const operations = weighted(operationWeights)
  const faults = weighted(faultWeights)
  const steps: Step[] = devices.map((_plan, device) => ({
    type: 'operation',
    kind: 'login',
    at: random.between(0, 1_500),
    device,
    choice: random.next(),
  }))
  const place = () => ({ at: random.between(0, spanMs), device: random.below(devices.length), choice: random.next() })
  while (steps.length < operationCount) {
    steps.push({ type: 'operation', kind: random.pick(operations), ...place() })
  }
  const faultCount = random.between(leastFaults, mostFaults)
  for (let count = 0; count < faultCount; count += 1) {
    steps.push({ type: 'fault', kind: random.pick(faults), ...place() })
  }
  steps.push(...planBlocks(createRandom(seed, 6), devices.length))
  steps.push(...planOptional(createRandom(seed, 7), devices.length))
  const moved = moveToTabs(tabRandom, devices, steps)
  moved.push(...planTabFaults(tabRandom, devices))
  return { seed, users, devices, steps: moved.sort((one, other) => one.at - other.at), isWhole: true }
}

/** In every second schedule users block each other now and then; from a source of its own, so that the other steps are the same. */
function planBlocks(random: Random, devices: number): readonly OperationStep[] {
  if (!random.chance(0.5)) return []
  return Array.from({ length: random.between(leastBlocks, mostBlocks) }, () => ({
    type: 'operation' as const,
    kind: 'block' as const,
    at: random.between(0, spanMs),
    device: random.below(devices),
    choice: random.next(),
  }))
}

/** In every second schedule users do what an app need not have; from a source of its own as well. */
function planOptional(random: Random, devices: number): readonly OperationStep[] {
  if (!random.chance(0.5)) return []
  const kinds = weighted(optionalWeights)
  return Array.from({ length: random.between(leastOptional, mostOptional) }, () => ({
    type: 'operation' as const,
    kind: random.pick(kinds),
    at: random.between(0, spanMs),
    device: random.below(devices),
    choice: random.next(),
  }))
}

/** Every user has a device, and the first one has two. */
function planDevices(random: Random, users: number): readonly DevicePlan[] {
  const owners = [...Array(users).keys(), 0]
  while (owners.length < 4 || (owners.length < 6 && random.chance(0.3))) owners.push(random.below(users))
  return owners.map((owner) => ({
    owner,
    isSealed: random.chance(0.2),
    hasTokenProvider: random.chance(0.4),
    latencyMs: random.between(5, 80),
    tabs: 1,
  }))
}

/** In every third schedule one or two devices have two tabs. */
function planTabs(random: Random, devices: readonly DevicePlan[]): readonly DevicePlan[] {
  if (!random.chance(1 / 3)) return devices
  const chosen = new Set(Array.from({ length: random.between(1, 2) }, () => random.below(devices.length)))
  return devices.map((plan, index) => (chosen.has(index) ? { ...plan, tabs: 2 } : plan))
}

/** Part of what happens on other devices happens where there are several tabs: there is more to go wrong. */
function moveToTabs(random: Random, devices: readonly DevicePlan[], steps: readonly Step[]): Step[] {
  const withTabs = devices.flatMap(({ tabs }, device) => (tabs > 1 ? [device] : []))
  return steps.map((step) => {
    const device = random.pick(withTabs)
    const isMoved = device !== undefined && step.type === 'operation' && step.kind !== 'login' && random.chance(0.3)
    return isMoved ? { ...step, device } : step
  })
}

const leastTabFaults = 6
const mostTabFaults = 12

function planTabFaults(random: Random, devices: readonly DevicePlan[]): readonly FaultStep[] {
  const kinds = weighted(tabFaultWeights)
  return devices.flatMap(({ tabs }, device) =>
    Array.from({ length: tabs === 1 ? 0 : random.between(leastTabFaults, mostTabFaults) }, () => ({
      type: 'fault' as const,
      kind: random.pick(kinds),
      at: random.between(0, spanMs),
      device,
      choice: random.next(),
    })),
  )
}
