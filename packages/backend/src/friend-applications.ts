import { ChatError, type OperationParameters, type OperationResult, type Register } from '@latchkey/core/driver'
import { assertNotes, findFriend, makeFriends, ownerOf } from './friend-list.js'
import { assertAtMost, assertBytes, contractLimits } from './limits.js'
import type { RegisterName } from './log-rows.js'
import type { OperationContext } from './operation-context.js'
import { putRegister, readRegisters, toRegister, type RegisterContent } from './registers.js'

const kind = 'friendApplication'

type ApplicationValue = NonNullable<Extract<RegisterContent, { readonly kind: typeof kind }>['value']>

/** Both have a row of it, each their own; what the sender notes of the friend is in the sender's only. */
export async function sendFriendApplication(
  context: OperationContext,
  { userID, wording, friendAlias, friendAttributes }: OperationParameters<'sendFriendApplication'>,
): Promise<OperationResult<'sendFriendApplication'>> {
  assertNotes({ friendAlias, friendAttributes })
  assertBytes('wording', wording, contractLimits.applicationWordingBytes)
  const isFriend =
    (await findFriend(context, context.userID, userID)) && (await findFriend(context, userID, context.userID))
  if (isFriend) throw new ChatError('not-allowed', { details: { rule: 'they are friends already' } })
  const { now, limits } = context
  const value: ApplicationValue = {
    state: 'waiting',
    wording,
    createTime: now,
    updateTime: now,
    expireTime: now + limits.friendApplicationLifeMs,
    friendAlias,
    friendAttributes,
  }
  await put(context, userID, received(context.userID), { ...value, friendAlias: '', friendAttributes: {} })
  return { registerList: [await put(context, context.userID, sent(userID), value)] }
}

export async function acceptFriendApplication(
  context: OperationContext,
  { userID, ...notes }: OperationParameters<'acceptFriendApplication'>,
): Promise<OperationResult<'acceptFriendApplication'>> {
  assertNotes(notes)
  const present = await findApplication(context, context.userID, received(userID))
  const isFriend = (await findFriend(context, context.userID, userID)) !== undefined
  const isDone = present.state === 'accepted' && isFriend
  if (!isDone) assertWaiting(context, present)
  const theirs = await findApplication(context, userID, sent(context.userID)).catch(() => undefined)
  const friend = await makeFriends(context, userID, notes, theirs)
  await settleApplications(context, userID)
  return { registerList: [friend, await readApplication(context, received(userID))] }
}

export async function rejectFriendApplication(
  context: OperationContext,
  { userID }: OperationParameters<'rejectFriendApplication'>,
): Promise<OperationResult<'rejectFriendApplication'>> {
  const present = await findApplication(context, context.userID, received(userID))
  if (present.state !== 'rejected') {
    assertWaiting(context, present)
    await settle(context, context.userID, received(userID), 'rejected')
    await settle(context, userID, sent(context.userID), 'rejected')
  }
  return { registerList: [await readApplication(context, received(userID))] }
}

/** The two have become friends: what waits between them, either way, is accepted. */
export async function settleApplications(context: OperationContext, userID: string): Promise<void> {
  for (const key of [received(userID), sent(userID)]) await settle(context, context.userID, key, 'accepted')
  for (const key of [received(context.userID), sent(context.userID)]) await settle(context, userID, key, 'accepted')
}

async function settle(context: OperationContext, userID: string, key: string, state: ApplicationValue['state']) {
  const value = await find(context, userID, key)
  if (value?.state !== 'waiting') return
  const owner = ownerOf(userID)
  await putRegister(context, owner, { kind, key, value: { ...value, state, updateTime: context.now } })
}

/** Makes room where it is needed: what was answered, or has expired, goes; what waits stays. */
async function put(context: OperationContext, userID: string, key: string, value: ApplicationValue): Promise<Register> {
  const owner = ownerOf(userID)
  const maximum = context.limits.maxFriendApplicationsPerUser
  if (
    (await find(context, userID, key)) === undefined &&
    (await context.reader.countRegisters(owner, kind)) >= maximum
  ) {
    await clearSettled(context, userID)
    assertAtMost('maxFriendApplicationsPerUser', (await context.reader.countRegisters(owner, kind)) + 1, maximum)
  }
  return putRegister(context, owner, { kind, key, value })
}

const rowsPerRead = 500

async function clearSettled(context: OperationContext, userID: string): Promise<void> {
  const owner = ownerOf(userID)
  for (let after: RegisterName | undefined; ;) {
    const query = { kind, ...(after && { after }), limit: rowsPerRead } as const
    const rows = await context.reader.listRegisters(owner, query)
    for (const row of rows) {
      const value = row.kind === kind ? row.value : undefined
      const isSettled = value && (value.state !== 'waiting' || value.expireTime <= context.now)
      if (isSettled) await putRegister(context, owner, { kind, key: row.key })
    }
    if (rows.length < rowsPerRead) return
    after = rows.at(-1)
  }
}

function assertWaiting({ now }: OperationContext, { state, expireTime }: ApplicationValue): void {
  if (state !== 'waiting') throw new ChatError('application-state-conflict', { details: { state } })
  if (expireTime <= now) throw new ChatError('application-expired')
}

async function findApplication(context: OperationContext, userID: string, key: string): Promise<ApplicationValue> {
  const value = await find(context, userID, key)
  if (!value) throw new ChatError('application-not-found')
  return value
}

async function find(context: OperationContext, userID: string, key: string): Promise<ApplicationValue | undefined> {
  const [row] = await readRegisters(context, ownerOf(userID), kind, [key])
  return row?.kind === kind ? row.value : undefined
}

async function readApplication(context: OperationContext, key: string): Promise<Register> {
  const [row] = await readRegisters(context, ownerOf(context.userID), kind, [key])
  if (!row) throw new ChatError('application-not-found')
  return toRegister(context.userID, row)
}

const received = (userID: string) => `received/${userID}`
const sent = (userID: string) => `sent/${userID}`
