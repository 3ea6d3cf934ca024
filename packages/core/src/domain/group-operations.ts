import type { Group } from '../contract/backend-facts.js'
import type { OperationName, OperationParameters, OperationResult } from '../contract/operations.js'
import type { ErrorUser } from '../contract/users.js'
import { applyGroup } from '../sync/apply-change.js'
import type { SessionAccess } from './session-access.js'

/** The operations that make something of a group that is still there. */
type GroupOperation = {
  readonly [Name in OperationName]: OperationResult<Name> extends { readonly group: Group } ? Name : never
}[OperationName]

/**
 * Asks the backend, and stores what the group is then. What becomes of its members is told by the change log alone, which orders
 * what several people do: it is read before this resolves.
 */
export async function performOnGroup<Name extends GroupOperation>(
  access: SessionAccess,
  operation: Name,
  parameters: OperationParameters<Name>,
): Promise<OperationResult<Name>> {
  const session = access.require()
  session.requireOperation(operation)
  const { writer } = await session.opened()
  const operationID = access.newID()
  const result = await session.connected().call(operation, parameters, { operationID, signal: session.signal })
  await writer.write((update) => applyGroup(update, result.group))
  // It is done whether or not this succeeds: what it told is told with the next connection.
  await session.syncNow().catch(() => undefined)
  return result
}

/** Those who were not found, and why. */
export function toErrorUserList(userIDs: readonly string[], code: ErrorUser['code']): readonly ErrorUser[] {
  return userIDs.map((userID) => ({ userID, code }))
}
