import { ChatError, type CallInvitation, type OperationParameters, type OperationResult } from '@latchkey/core/driver'
import { assertRegistered, type CallGrounds } from './authorisation.js'
import { assertNotBlocked } from './blocking.js'
import { advanceCall, expireCall, isInCall, nextExpiry, type CallEvent } from './call-state.js'
import { assertPrintable } from './identifiers.js'
import { assertAtMost, assertBytes, assertCount, assertRule, contractLimits } from './limits.js'
import type { CallRow } from './log-rows.js'
import { toUser, type OperationContext } from './operation-context.js'

type CallResult = OperationResult<'callInvite'>

export async function inviteToCall(
  context: OperationContext,
  parameters: OperationParameters<'callInvite'>,
): Promise<CallResult> {
  const { callID, mode, timeoutSeconds, extendedData } = parameters
  assertPrintable('callID', callID)
  assertBytes('extendedData', extendedData, contractLimits.extendedDataBytes)
  const invitees = await requireInvitees(context, parameters)
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
  await context.transaction.putCall(toRow(callInvitation, position))
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
  { extendedData }: OperationParameters<'callAccept'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return reply(context, grounds, 'accept', extendedData)
}

export function rejectCall(
  context: OperationContext,
  { extendedData }: OperationParameters<'callReject'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return reply(context, grounds, 'reject', extendedData)
}

export function joinCall(
  context: OperationContext,
  { extendedData }: OperationParameters<'callJoin'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return reply(context, grounds, 'join', extendedData)
}

export async function inviteMore(
  context: OperationContext,
  parameters: OperationParameters<'callingInvite'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  const invitees = await requireInvitees(context, parameters)
  const expireTime = context.now + parameters.timeoutSeconds * 1_000
  return advance(context, grounds, { type: 'invite', userID: context.userID, invitees, expireTime })
}

export function quitCall(
  context: OperationContext,
  _: OperationParameters<'callQuit'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return advance(context, grounds, { type: 'quit', userID: context.userID })
}

export function endCall(
  context: OperationContext,
  _: OperationParameters<'callEnd'>,
  grounds: CallGrounds,
): Promise<CallResult> {
  return advance(context, grounds, { type: 'end', userID: context.userID })
}

/** Tells of the expiries that have come: at most `limit` calls. Returns how many there were. */
export async function expireDueCalls(context: OperationContext, limit: number): Promise<number> {
  const due = await context.reader.listDueCalls(context.now, limit)
  for (const call of due) await store(context, call, expireCall(call.callInvitation, context.now))
  return due.length
}

async function requireInvitees(
  context: OperationContext,
  { invitees, timeoutSeconds }: { readonly invitees: readonly string[]; readonly timeoutSeconds: number },
): Promise<readonly string[]> {
  const invited = [...new Set(invitees)]
  assertRule('invitees', 'at least one', invited.length > 0)
  assertAtMost('invitees', invited.length, contractLimits.invitees)
  assertCount('timeoutSeconds', timeoutSeconds, 1, contractLimits.callTimeoutSeconds)
  if (invited.includes(context.userID)) {
    throw new ChatError('not-allowed', { details: { rule: 'people invite others to a call' } })
  }
  await assertRegistered(context, invited)
  await assertNotBlocked(context, invited)
  return invited
}

async function reply(
  context: OperationContext,
  grounds: CallGrounds,
  type: 'accept' | 'reject' | 'join',
  extendedData = '',
): Promise<CallResult> {
  assertBytes('extendedData', extendedData, contractLimits.extendedDataBytes)
  return advance(context, grounds, { type, userID: context.userID, extendedData })
}

async function advance(context: OperationContext, { call }: CallGrounds, event: CallEvent): Promise<CallResult> {
  const advanced = advanceCall(call.callInvitation, event, context.now)
  const { callUserList } = advanced
  const openCount = callUserList.filter((user) => user.state === 'inviting' || isInCall(user)).length
  assertAtMost('peopleInCall', openCount, contractLimits.peopleInCall)
  assertAtMost('peopleOfCall', callUserList.length, contractLimits.peopleOfCall)
  return { callInvitation: await store(context, call, advanced) }
}

async function store(context: OperationContext, call: CallRow, advanced: CallInvitation): Promise<CallInvitation> {
  const callInvitation = { ...advanced, revision: (call.callInvitation.revision ?? 0) + 1 }
  await announce(context, callInvitation)
  await context.transaction.putCall(toRow(callInvitation, call.position))
  return callInvitation
}

function toRow(callInvitation: CallInvitation, position: number): CallRow {
  const expiry = nextExpiry(callInvitation)
  return { callInvitation, position, ...(expiry !== undefined && { nextExpiry: expiry }) }
}

function announce(context: OperationContext, { callID, callUserList }: CallInvitation): Promise<number> {
  return context.append(callUserList.map(({ userID }) => toUser(context, userID, { type: 'call', callID })))
}
