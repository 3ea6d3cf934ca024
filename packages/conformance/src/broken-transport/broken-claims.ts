import { ChatError } from '@latchkey/core/driver'
import { withConnections, type BrokenTransportDriver } from './broken-transport-driver.js'

export const brokenClaims: readonly BrokenTransportDriver[] = [
  {
    defect: 'it has no name',
    clauses: ['TR-01'],
    wrap: (driver) => ({ ...driver, name: '' }),
  },
  {
    defect: 'it claims an operation that it does not know',
    clauses: ['TR-02'],
    wrap: (driver) =>
      withConnections(driver, (connection) => ({
        async call(operation, parameters, options) {
          if (operation === 'queryGroupInfo') {
            throw new ChatError('operation-unknown', { details: { outcome: 'not-applied' } })
          }
          return connection.call(operation, parameters, options)
        },
      })),
  },
  {
    defect: 'it carries out an operation that it does not claim',
    clauses: ['TR-03'],
    claims: (supports) => withoutLeaving(supports),
    wrap: (driver) => ({ ...driver, supports: withoutLeaving(driver.supports) }),
  },
  {
    defect: 'its rule for userIDs accepts none',
    clauses: ['TR-04'],
    wrap: (driver) => ({ ...driver, idRule: { description: 'none at all', accepts: () => false } }),
  },
]

function withoutLeaving<Supports extends { readonly operations?: readonly string[] }>(supports: Supports): Supports {
  return { ...supports, operations: supports.operations?.filter((name) => name !== 'leaveGroup') }
}
