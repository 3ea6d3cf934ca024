import { registeredAmong } from './authorisation.js'
import { shareApplications } from './group-application-list.js'
import type { MembershipRow } from './log-rows.js'
import { toGroup, type OperationContext } from './operation-context.js'

/** How many of the oldest members are looked at. */
const candidates = 100
const membershipsPerStep = 500

/** Who has been in the group longest and is registered, but for the user who asks; of those who are not, only if there is nobody else. */
export async function findHeir(context: OperationContext, groupID: string): Promise<MembershipRow | undefined> {
  const oldest = await context.reader.listMembers(groupID, { by: 'age', limit: candidates })
  const others = oldest.filter(({ userID }) => userID !== context.userID)
  const registered = await registeredAmong(
    context,
    others.map(({ userID }) => userID),
  )
  return others.find(({ userID }) => registered.has(userID)) ?? others[0]
}

/** Has what the user who asks, who owned the group, still had to answer there. */
export async function makeOwner(context: OperationContext, heir: MembershipRow): Promise<void> {
  await context.transaction.putMemberships([{ ...heir, memberRole: 'owner' }])
  await shareApplications(context, heir.groupID, heir.userID)
}

/** A user who is registered no longer owns no group, unless there is nobody else in it. They stay a member, for what they wrote. */
export async function passOnGroups(context: OperationContext): Promise<void> {
  for (let position = 0; ;) {
    const memberships = await context.reader.listMemberships(context.userID, position, membershipsPerStep)
    for (const membership of memberships) {
      if (membership.memberRole === 'owner') await passOn(context, membership)
      position = membership.fromPosition + 1
    }
    if (memberships.length < membershipsPerStep) return
  }
}

async function passOn(context: OperationContext, membership: MembershipRow): Promise<void> {
  const { groupID, userID } = membership
  const heir = await findHeir(context, groupID)
  if (!heir) return
  await context.transaction.putMemberships([{ ...membership, memberRole: 'member' }])
  await makeOwner(context, heir)
  await context.append([toGroup(context, groupID, { type: 'members', groupID, userIDs: [userID, heir.userID] })])
}
