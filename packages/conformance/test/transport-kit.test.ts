import { describe, expect, test } from 'vitest'
import { brokenTransportDrivers } from '../src/broken-transport.js'
import { missingFor, runTransportCase, transportCases, type TransportKitOptions } from '../src/transport.js'
import { loopbackKit } from './loopback-fixture.js'

/** The clauses of the cases that reject. */
async function failingClauses(options: TransportKitOptions): Promise<string[]> {
  const failing: string[] = []
  for (const transportCase of transportCases) {
    if (missingFor(transportCase, options).length > 0) continue
    await runTransportCase(transportCase, options, 'ada to bob').catch(() => failing.push(transportCase.clause))
  }
  return failing
}

describe('a broken transport driver fails exactly the clauses that it breaks', () => {
  for (const { clauses, defect, claims, wrap } of brokenTransportDrivers) {
    test(`${clauses.join(' ')} when ${defect}`, async () => {
      const kit = loopbackKit(wrap)
      // Loopback waits for nothing but promises: what has not happened by then never will.
      const options = { ...kit, supports: claims?.(kit.supports) ?? kit.supports, deadlineMs: 100 }
      expect(await failingClauses(options)).toEqual(clauses)
    })
  }
})

test('every clause that loopback can be tried by has a driver that breaks it', () => {
  const broken = new Set(brokenTransportDrivers.flatMap(({ clauses }) => clauses))
  const options = loopbackKit()
  const tried = transportCases.filter((transportCase) => missingFor(transportCase, options).length === 0)
  expect(tried.map(({ clause }) => clause).filter((clause) => !broken.has(clause))).toEqual([])
})

test('a case whose needs are not offered says what is missing', () => {
  const [transportCase] = transportCases.filter(({ clause }) => clause === 'TR-27')
  if (transportCase === undefined) throw new Error('There is no case for TR-27.')
  const nothing = { ...loopbackKit(), supports: {}, controls: [] }
  expect(missingFor(transportCase, nothing)).toEqual(['the control loseNextAnswer', 'sendMessage', 'deduplicates'])
})
