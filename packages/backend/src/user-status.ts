import { ChatError, type OperationParameters, type OperationResult, type Register } from '@latchkey/core/driver'
import { registeredAmong } from './authorisation.js'
import { ownerOf } from './friend-list.js'
import { assertBytes, assertCount, contractLimits } from './limits.js'
import type { RegisterName, RegisterRow } from './log-rows.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { putRegister, readRegisters, type RegisterContent } from './registers.js'

const kind = 'statusSubscription'
const rowsPerRead = 500

type StatusRegister = Extract<Register, { readonly kind: 'userStatus' }>
type Subscription = Extract<RegisterContent, { readonly kind: typeof kind }>

/** Follow somebody's status: another's. */
export async function mayFollow(
  { userID }: QueryContext,
  { userIDs }: { readonly userIDs: readonly string[] },
): Promise<undefined> {
  if (userIDs.includes(userID)) throw new ChatError('not-allowed', { details: { rule: 'one follows others' } })
}

/** Those who follow the user are told. */
export async function updateUserCustomStatus(
  context: OperationContext,
  { customStatus, durationSeconds }: OperationParameters<'updateUserCustomStatus'>,
): Promise<OperationResult<'updateUserCustomStatus'>> {
  assertBytes('customStatus', customStatus, contractLimits.customStatusBytes)
  if (durationSeconds !== undefined) {
    assertCount('durationSeconds', durationSeconds, 1, contractLimits.customStatusSeconds)
  }
  const { now } = context
  const end = durationSeconds === undefined ? {} : { expireTime: now + durationSeconds * 1_000 }
  const value = customStatus === '' ? {} : { value: { text: customStatus, updateTime: now, ...end } }
  const content = { kind: 'customStatus', key: 'customStatus', ...value } as const
  return { registerList: [await putRegister(context, ownerOf(context.userID), content)] }
}

export async function subscribeUsersStatus(
  context: OperationContext,
  { userIDs, durationSeconds }: OperationParameters<'subscribeUsersStatus'>,
): Promise<OperationResult<'subscribeUsersStatus'>> {
  assertCount('userIDs.length', userIDs.length, 1, contractLimits.usersPerCall)
  assertCount('durationSeconds', durationSeconds, 60, contractLimits.subscriptionSeconds)
  const owner = ownerOf(context.userID)
  const asked = [...new Set(userIDs)]
  const known = await registeredAmong(context, asked)
  const present = await readRegisters(context, owner, kind, asked)
  const followed = new Set(present.filter(({ value }) => value !== undefined).map(({ key }) => key))
  await makeRoom(context, [...known].filter((userID) => !followed.has(userID)).length, new Set(asked))
  const value = { createTime: context.now, expireTime: context.now + durationSeconds * 1_000 }
  const registerList: Register[] = []
  for (const key of asked) {
    registerList.push(await putRegister(context, owner, { kind, key, ...(known.has(key) && { value }) }))
  }
  return { registerList }
}

export async function unsubscribeUsersStatus(
  context: OperationContext,
  { userIDs }: OperationParameters<'unsubscribeUsersStatus'>,
): Promise<OperationResult<'unsubscribeUsersStatus'>> {
  assertCount('userIDs.length', userIDs.length, 1, contractLimits.usersPerCall)
  const registerList: Register[] = []
  for (const key of new Set(userIDs)) {
    registerList.push(await putRegister(context, ownerOf(context.userID), { kind, key }))
  }
  return { registerList }
}

export async function queryUsersStatus(
  context: QueryContext,
  { userIDs }: OperationParameters<'queryUsersStatus'>,
): Promise<OperationResult<'queryUsersStatus'>> {
  assertCount('userIDs.length', userIDs.length, 1, contractLimits.usersPerCall)
  const known = await registeredAmong(context, userIDs)
  const userStatusList = []
  for (const userID of userIDs.filter((asked) => known.has(asked))) {
    userStatusList.push({ userID, ...(await readStatusValue(context, userID)) })
  }
  return { userStatusList }
}

/** What the user is told of another one. */
export async function readStatus(context: QueryContext, userID: string): Promise<StatusRegister> {
  return { kind: 'userStatus', key: userID, revision: context.now, value: await readStatusValue(context, userID) }
}

/** Who has blocked the user is never there, and says nothing. */
async function readStatusValue(context: QueryContext, userID: string): Promise<NonNullable<StatusRegister['value']>> {
  const { now } = context
  const owner = ownerOf(userID)
  const [blocked] = await readRegisters(context, owner, 'blockedUser', [context.userID])
  if (blocked?.value !== undefined) {
    return { onlineStatus: 'offline', onlinePlatforms: [], customStatus: '', updateTime: now }
  }
  const [row] = await readRegisters(context, owner, 'customStatus', ['customStatus'])
  const said = row?.kind === 'customStatus' ? row.value : undefined
  const isOver = said?.expireTime !== undefined && said.expireTime <= now
  const end = said?.expireTime === undefined ? {} : { customStatusExpireTime: said.expireTime }
  const platforms = context.onlinePlatforms(userID)
  return {
    onlineStatus: platforms.length > 0 ? 'online' : 'offline',
    onlinePlatforms: platforms.slice(0, contractLimits.onlinePlatforms),
    ...(said === undefined || isOver ? { customStatus: '' } : { customStatus: said.text, ...end }),
    updateTime: now,
  }
}

/** For so many more: first those go that have ended, then the oldest; never one of `kept`. */
async function makeRoom(context: OperationContext, moreCount: number, kept: ReadonlySet<string>): Promise<void> {
  const owner = ownerOf(context.userID)
  const count = await context.reader.countRegisters(owner, kind)
  const tooMany = count + moreCount - context.limits.maxStatusSubscriptions
  if (tooMany <= 0) return
  const rows: { readonly key: string; readonly value: NonNullable<Subscription['value']> }[] = []
  for (let after: RegisterName | undefined; ;) {
    const page: readonly RegisterRow[] = await context.reader.listRegisters(owner, {
      kind,
      ...(after && { after }),
      limit: rowsPerRead,
    })
    for (const row of page) {
      if (row.kind === kind && row.value && !kept.has(row.key)) rows.push({ key: row.key, value: row.value })
    }
    if (page.length < rowsPerRead) break
    after = page.at(-1)
  }
  const rank = ({ createTime, expireTime }: NonNullable<Subscription['value']>) =>
    expireTime <= context.now ? 0 : createTime
  rows.sort((left, right) => rank(left.value) - rank(right.value))
  for (const { key } of rows.slice(0, tooMany)) await putRegister(context, owner, { kind, key })
}
