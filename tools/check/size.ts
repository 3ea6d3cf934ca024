import { goalOf } from '../bench/goals.ts'
import { measureSize } from '../size.ts'
import type { Step } from './step.ts'

/** The SDK stays within its budget. */
export const size: Step = {
  name: 'size',
  run: async () => {
    const goal = goalOf('size', 'sdk-gzipped')
    const sizes = await measureSize()
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
    return {
      findings: goal.isMet(total) ? [] : [`The SDK is ${total.toFixed(1)} kB gzipped, over its ${goal.text}.`],
      notes: sizes.map(({ name, bytes }) => `${(bytes / 1000).toFixed(1).padStart(5)} kB  ${name}`),
      summary: `${total.toFixed(1)} kB gzipped of ${goal.text}, SQLite apart`,
    }
  },
}
