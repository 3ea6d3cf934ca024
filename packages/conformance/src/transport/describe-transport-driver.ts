import { describe, test } from 'vitest'
import { transportCases } from './cases.js'
import { directions, missingFor, runTransportCase } from './transport-case.js'
import type { TransportKitOptions } from './transport-fixture.js'

/** Registers one test for every clause of the transport contract, for each of the two directions. */
export function describeTransportDriver(name: string, options: TransportKitOptions): void {
  // Longer than the case's own deadline, which says better what went wrong.
  const timeout = 3 * (options.deadlineMs ?? 10_000)
  for (const direction of directions) {
    describe(`transport driver ${name}, ${direction}`, () => {
      for (const transportCase of transportCases) {
        const title = `${transportCase.clause} ${transportCase.title}`
        const missing = missingFor(transportCase, options)
        if (missing.length > 0) test.skip(`${title} (not offered: ${missing.join(', ')})`)
        else test(title, { timeout }, () => runTransportCase(transportCase, options, direction))
      }
    })
  }
}
