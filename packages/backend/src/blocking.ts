import { ChatError, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import { assertRegistered } from './authorisation.js'
import { assertAtMost } from './limits.js'
import type { Audience } from './log-rows.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { putRegister, readRegisters, toRegister } from './registers.js'

const kind = 'blockedUser'

/** Nobody else is told. Who is blocked already stays so, since when they were; who is unknown by now can still be unblocked. */
export async function setUserBlocked(
  context: OperationContext,
  { userID, isBlocked }: OperationParameters<'setUserBlocked'>,
): Promise<OperationResult<'setUserBlocked'>> {
  if (userID === context.userID) {
    throw new ChatError('not-allowed', { details: { rule: 'a user blocks others' } })
  }
  const owner: Audience = { type: 'user', userID: context.userID }
  const [present] = await readRegisters(context, owner, kind, [userID])
  if (!present || isBlocked) await assertRegistered(context, [userID])
  if (present && isBlocked === (present.value !== undefined)) {
    return { registerList: [toRegister(context.userID, present)] }
  }
  if (!isBlocked) return { registerList: [await putRegister(context, owner, { kind, key: userID })] }

  const blockedCount = await context.reader.countRegisters(owner, kind)
  assertAtMost('maxBlockedUsers', blockedCount + 1, context.limits.maxBlockedUsers)
  const value = { createTime: context.now }
  return { registerList: [await putRegister(context, owner, { kind, key: userID, value })] }
}

/** Refuses with `blocked-by-user` when one of `userIDs` has blocked the user. */
export async function assertNotBlocked(context: QueryContext, userIDs: readonly string[]): Promise<void> {
  for (const userID of userIDs) {
    const [register] = await readRegisters(context, { type: 'user', userID }, kind, [context.userID])
    if (register?.value === undefined) continue
    throw new ChatError('blocked-by-user', { details: { userID } })
  }
}
