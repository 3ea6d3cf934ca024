import type { Change, TransportDriver } from '@latchkey/core/driver'
import { withConnections, type BrokenTransportDriver } from './broken-transport-driver.js'

type Heads = readonly Change[] | 'tooFarBack'

/** A driver whose heads are changed on their way. */
function withHeads(
  driver: TransportDriver,
  change: (heads: Heads) => Heads,
  askedFor: (limit: number) => number = (limit) => limit,
): TransportDriver {
  return withConnections(driver, ({ heads }) =>
    heads ? { heads: async (cursor, limit, options) => change(await heads(cursor, askedFor(limit), options)) } : {},
  )
}

function isHead({ type }: Change): boolean {
  return type === 'conversationHead'
}

export const brokenHeads: readonly BrokenTransportDriver[] = [
  {
    defect: 'its heads have the oldest first',
    clauses: ['TR-87'],
    wrap: (driver) =>
      withHeads(driver, (heads) => {
        if (heads === 'tooFarBack') return heads
        return [...heads.filter((change) => !isHead(change)), ...heads.filter(isHead).toReversed()]
      }),
  },
  {
    defect: 'its heads come without their groups',
    clauses: ['TR-88'],
    wrap: (driver) =>
      withHeads(driver, (heads) =>
        heads === 'tooFarBack' ? heads : heads.filter(({ type }) => type !== 'groupChanged'),
      ),
  },
  {
    defect: 'it asks for one head more than it was asked for',
    clauses: ['TR-89'],
    wrap: (driver) =>
      withHeads(
        driver,
        (heads) => heads,
        (limit) => Math.min(limit + 1, 200),
      ),
  },
  {
    defect: 'it takes a log that does not reach back for one in which nothing happened',
    clauses: ['TR-90'],
    wrap: (driver) => withHeads(driver, (heads) => (heads === 'tooFarBack' ? [] : heads)),
  },
]
