import { ChatError, type Register } from '@latchkey/core/driver'
import { ownerOf } from './friend-list.js'
import { assertAtMost } from './limits.js'
import type { GroupRow, RegisterName } from './log-rows.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { putRegister, readRegisters, toRegister, type RegisterContent } from './registers.js'

const kind = 'groupApplication'

export type ApplicationValue = NonNullable<Extract<RegisterContent, { readonly kind: typeof kind }>['value']>

export const joinKey = (groupID: string, userID: string) => `join/${groupID}/${userID}`
export const inviteKey = (groupID: string, inviter: string, invitee: string) =>
  `invite/${groupID}/${inviter}/${invitee}`

export function newApplication({ now, limits }: OperationContext, group: GroupRow, wording: string): ApplicationValue {
  return {
    state: 'waiting',
    wording,
    createTime: now,
    updateTime: now,
    expireTime: now + limits.groupApplicationLifeMs,
    groupName: group.groupName,
    groupAvatarUrl: group.groupAvatarUrl,
  }
}

/** Makes room where it is needed: what was answered, or has expired, goes; what waits stays. Whether there was room. */
export async function putApplication(
  context: OperationContext,
  userID: string,
  key: string,
  value: ApplicationValue,
): Promise<boolean> {
  const owner = ownerOf(userID)
  const maximum = context.limits.maxGroupApplicationsPerUser
  if (
    (await findApplication(context, userID, key)) === undefined &&
    (await context.reader.countRegisters(owner, kind)) >= maximum
  ) {
    await clearSettled(context, userID)
    if ((await context.reader.countRegisters(owner, kind)) >= maximum) return false
  }
  await putRegister(context, owner, { kind, key, value })
  return true
}

/** The same, for the user who asks. Refuses with `limit-exceeded`. */
export async function putOwnApplication(
  context: OperationContext,
  key: string,
  value: ApplicationValue,
): Promise<void> {
  const maximum = context.limits.maxGroupApplicationsPerUser
  const hasRoom = await putApplication(context, context.userID, key, value)
  if (!hasRoom) assertAtMost('maxGroupApplicationsPerUser', maximum + 1, maximum)
}

export async function findApplication(
  context: QueryContext,
  userID: string,
  key: string,
): Promise<ApplicationValue | undefined> {
  const [row] = await readRegisters(context, ownerOf(userID), kind, [key])
  return row?.kind === kind ? row.value : undefined
}

/** As it is now, or that there is none. */
export async function readOwnApplication(context: QueryContext, key: string): Promise<Register> {
  const [row] = await readRegisters(context, ownerOf(context.userID), kind, [key])
  return row ? toRegister(context.userID, row) : { kind, key, revision: 0 }
}

/** Refuses with `application-not-found`, `application-state-conflict` and `application-expired`. */
export function assertWaiting(
  { now }: QueryContext,
  application: ApplicationValue | undefined,
): asserts application is ApplicationValue {
  if (!application) throw new ChatError('application-not-found')
  const { state, expireTime } = application
  if (state !== 'waiting') throw new ChatError('application-state-conflict', { details: { state } })
  if (expireTime <= now) throw new ChatError('application-expired')
}

/** An application to join is answered, for the applicant and for all who were asked and still manage the group. */
export async function settleJoin(
  context: OperationContext,
  groupID: string,
  userID: string,
  state: 'accepted' | 'rejected',
): Promise<void> {
  const key = joinKey(groupID, userID)
  if ((await findApplication(context, userID, key))?.state !== 'waiting') return
  const managers = await context.reader.listManagers(groupID)
  for (const asked of [userID, ...managers.map((manager) => manager.userID)]) await settle(context, asked, key, state)
}

/** An invitation is answered, for both. */
export async function settleInvite(
  context: OperationContext,
  key: string,
  people: readonly string[],
  state: 'accepted' | 'rejected',
): Promise<void> {
  for (const userID of people) await settle(context, userID, key, state)
}

/** They are in the group now: what waits about that, whoever asked, is accepted. */
export async function settleEntry(context: OperationContext, groupID: string, userID: string): Promise<void> {
  await settleJoin(context, groupID, userID, 'accepted')
  for await (const { key } of applicationsTo(context, userID, `invite/${groupID}/`)) {
    await settleInvite(context, key, key.split('/').slice(2), 'accepted')
  }
}

/** One who manages the group from now on has what the user who asks still has to answer there. */
export async function shareApplications(context: OperationContext, groupID: string, userID: string): Promise<void> {
  const isOpen = ({ state, expireTime }: ApplicationValue) => state === 'waiting' && expireTime > context.now
  for await (const { key, value } of applicationsTo(context, context.userID, `join/${groupID}/`)) {
    if (isOpen(value)) await putApplication(context, userID, key, value)
  }
}

async function settle(context: OperationContext, userID: string, key: string, state: 'accepted' | 'rejected') {
  const value = await findApplication(context, userID, key)
  if (value?.state !== 'waiting') return
  const settled = { ...value, state, updateTime: context.now, operatorUserID: context.userID }
  await putRegister(context, ownerOf(userID), { kind, key, value: settled })
}

async function clearSettled(context: OperationContext, userID: string): Promise<void> {
  for await (const { key, value } of applicationsTo(context, userID, '')) {
    const isSettled = value.state !== 'waiting' || value.expireTime <= context.now
    if (isSettled) await putRegister(context, ownerOf(userID), { kind, key })
  }
}

const rowsPerRead = 500

/** Those of a user whose key begins so. */
async function* applicationsTo(
  context: OperationContext,
  userID: string,
  beginning: string,
): AsyncGenerator<{ readonly key: string; readonly value: ApplicationValue }> {
  for (let after: RegisterName = { kind, key: beginning }; ;) {
    const rows = await context.reader.listRegisters(ownerOf(userID), { kind, after, limit: rowsPerRead })
    for (const row of rows) {
      if (!row.key.startsWith(beginning)) return
      if (row.kind === kind && row.value) yield { key: row.key, value: row.value }
    }
    const last = rows.at(-1)
    if (!last || rows.length < rowsPerRead) return
    after = last
  }
}
