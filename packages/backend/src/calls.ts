import { ChatError, type CallInvitation, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import { assertRegistered, type CallGrounds } from './authorisation.js'
import { assertNotBlocked } from './blocking.js'
import { advanceCall, type CallEvent } from './call-state.js'
import { assertPrintable } from './identifiers.js'
import { assertAtMost, assertBytes, assertCount, assertRule, contractLimits } from './limits.js'
import { toUser, type OperationContext } from './operation-context.js'

type CallResult = OperationResult<'callInvite'>

export async function inviteToCall(
  context: OperationContext,
  parameters: OperationParameters<'callInvite'>,
): Promise<CallResult> {
  const { callID, mode, timeoutSeconds, extendedData } = parameters
  const invitees = [...new Set(parameters.invitees)]
  assertPrintable('callID', callID)
  assertRule('invitees', 'at least one', invitees.length > 0)
  assertAtMost('invitees', invitees.length, contractLimits.invitees)
  assertCount('timeoutSeconds', timeoutSeconds, 1, contractLimits.callTimeoutSeconds)
  assertBytes('extendedData', extendedData, contractLimits.extendedDataBytes)
  if (invitees.includes(context.userID)) {
    throw new ChatError('not-allowed', { details: { rule: 'the caller is not an invitee' } })
  }
  await assertRegistered(context, invitees)
  await assertNotBlocked(context, invitees)
  if (await context.reader.getCall(callID)) {
    throw new ChatError('call-state-conflict', { details: { rule: 'the callID is taken' } })
  }

  const callInvitation: CallInvitation = {
    callID,
    caller: context.userID,
    mode,
    state: 'started',
    createTime: context.now,
    expireTime: context.now + timeoutSeconds * 1_000,
    extendedData,
    callUserList: [
      { userID: context.userID, state: 'accepted', extendedData: '' },
      ...invitees.map((userID) => ({ userID, state: 'inviting' as const, extendedData: '' })),
    ],
  }
  const position = await announce(context, callInvitation)
  await context.transaction.putCall({ callInvitation, position })
  return { callInvitation }
}

export function cancelCall(
  context: OperationContext,
  _: OperationParameters<'callCancel'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return advance(context, grounds, { type: 'cancel' })
}

export function acceptCall(
  context: OperationContext,
  _: OperationParameters<'callAccept'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return advance(context, grounds, { type: 'accept', userID: context.userID })
}

export function rejectCall(
  context: OperationContext,
  _: OperationParameters<'callReject'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return advance(context, grounds, { type: 'reject', userID: context.userID })
}

async function advance(context: OperationContext, grounds: CallGrounds, event: CallEvent): Promise<CallResult> {
  const callInvitation = advanceCall(grounds.callInvitation, event, context.now)
  await announce(context, callInvitation)
  await context.transaction.putCall({ ...grounds.call, callInvitation })
  return { callInvitation }
}

function announce(context: OperationContext, { callID, callUserList }: CallInvitation): Promise<number> {
  return context.append(callUserList.map(({ userID }) => toUser(context, userID, { type: 'call', callID })))
}
