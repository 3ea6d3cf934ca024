import { createBackendHost } from './backend-host.js'
import { createDevice } from './device.js'
import { logIn } from './login-actions.js'
import { createNetwork } from './network.js'
import type { Plan } from './plan.js'
import type { FaultKind, OperationKind } from './step-kinds.js'
import { createRandom } from './random.js'
import { auditLink } from './tab-audit.js'
import { createTimeline } from './timeline.js'
import { createTrace } from './trace.js'
import type { Device, Violation, World } from './world.js'

/** What fits on a page of the change log or of history, in bytes: by the seed. */
const largestPage = 512 * 1_024
const pageBytes = [largestPage, 4_000, 1_200] as const

export function openWorld(plan: Plan, { isTraced }: { readonly isTraced: boolean }): World {
  const timeline = createTimeline()
  const trace = createTrace(isTraced)
  const host = createBackendHost(
    timeline,
    createRandom(plan.seed, 4),
    pageBytes[plan.seed % pageBytes.length] ?? largestPage,
  )
  const violations: Violation[] = []
  const operations = new Map<OperationKind, number>()
  const faults = new Map<FaultKind, number>()
  const devices: Device[] = []
  const note = (who: string, what: string) => trace.note(timeline.now, who, what)

  const world: World = {
    plan,
    timeline,
    trace,
    host,
    network: createNetwork({
      timeline,
      random: createRandom(plan.seed, 2),
      host,
      note,
      onFault: (kind) => world.fault(kind, 'network'),
      onLink: (link, user) => auditLink(world, link, user),
    }),
    devices,
    userIDs: Array.from({ length: plan.users }, (_value, index) => `u${index}`),
    groupIDs: [],
    callIDs: [],
    violations,
    operations,
    faults,
    isHealing: false,
    note,
    violate(rule, text) {
      violations.push({ rule, text, time: timeline.now })
      note('AUDIT', `${rule}: ${text}`)
    },
    operation(kind) {
      operations.set(kind, (operations.get(kind) ?? 0) + 1)
    },
    fault(kind, who) {
      faults.set(kind, (faults.get(kind) ?? 0) + 1)
      note(who, `fault: ${kind}`)
    },
    relaunch(device) {
      const life = device.launch()
      void logIn(world, life, { isOfflinePreferred: true })
    },
    async complete<Result>(work: Promise<Result>, limitMs: number) {
      let settled: { readonly result: Result } | undefined
      let failure: { readonly cause: unknown } | undefined
      work.then(
        (result) => {
          settled = { result }
        },
        (cause: unknown) => {
          failure = { cause }
        },
      )
      await timeline.run(timeline.now + limitMs, () => settled !== undefined || failure !== undefined)
      if (failure !== undefined) throw failure.cause
      return settled?.result
    },
  }
  for (const [index, device] of plan.devices.entries()) devices.push(createDevice(world, index, device))
  return world
}
