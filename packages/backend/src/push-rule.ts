import type { OperationParameters, OperationResult } from '@latchkey/core/driver'
import { assertAtMost, contractLimits } from './limits.js'
import type { OperationContext } from './operation-context.js'
import { putRegister } from './registers.js'

/** Nobody else is told: it is for whoever sends pushes. */
export async function updateUserOfflinePushRule(
  context: OperationContext,
  { onlinePlatforms, notToReceiveOfflinePushPlatforms }: OperationParameters<'updateUserOfflinePushRule'>,
): Promise<OperationResult<'updateUserOfflinePushRule'>> {
  assertAtMost('onlinePlatforms', onlinePlatforms.length, contractLimits.platformsPerRule)
  assertAtMost(
    'notToReceiveOfflinePushPlatforms',
    notToReceiveOfflinePushPlatforms.length,
    contractLimits.platformsPerRule,
  )
  const owner = { type: 'user', userID: context.userID } as const
  const value = { onlinePlatforms, notToReceiveOfflinePushPlatforms }
  return { registerList: [await putRegister(context, owner, { kind: 'userRule', key: 'offlinePushRule', value })] }
}
