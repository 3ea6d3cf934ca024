import { queryAreas, readOfferedMethods } from '../offered-methods.ts'
import type { Step } from './step.ts'

const areas = Object.keys(queryAreas)

/** The query interfaces that the contract declares and neither `Chat` nor a feature offers yet: reported, not refused. */
export const interfaces: Step = {
  name: 'interfaces',
  run: () => {
    const { methodsOf, features } = readOfferedMethods()
    const missing = ['Chat', ...areas].filter((name) => methodsOf(name).length === 0)
    const empty = [...features].filter(([, methods]) => methods.length === 0)
    const offered = new Set([...methodsOf('Chat'), ...[...features.values()].flat()])
    const declared = areas.flatMap(methodsOf)
    const open = declared.filter((name) => !offered.has(name))
    return Promise.resolve({
      findings: [
        ...missing.map((name) => `@latchkey/core exports no ${name}.`),
        ...empty.map(([name]) => `${name} of @latchkey/core has no methods.`),
      ],
      notes: open.length === 0 ? [] : [`on no chat yet: ${open.join(', ')}`],
      summary: `${String(declared.length - open.length)} of ${String(declared.length)} query interfaces offered`,
    })
  },
}
