import { settleEntry } from './group-application-list.js'
import type { GroupRow } from './log-rows.js'
import { joinGroup } from './memberships.js'
import { toGroup, type OperationContext } from './operation-context.js'

/** They are in the group from now on; what waited about that is accepted. */
export async function letIn(context: OperationContext, group: GroupRow, userIDs: readonly string[]): Promise<GroupRow> {
  const { groupID } = group
  const grown = { ...group, memberCount: group.memberCount + userIDs.length, revision: group.revision + 1 }
  await context.transaction.putGroup(grown)
  // The members hear of it first; what the newcomers follow begins after that.
  await context.append([
    toGroup(context, groupID, { type: 'members', groupID, userIDs }),
    toGroup(context, groupID, { type: 'group', groupID }),
  ])
  await joinGroup(
    context,
    grown,
    userIDs.map((userID) => ({ userID, memberRole: 'member' })),
  )
  for (const userID of userIDs) await settleEntry(context, groupID, userID)
  return grown
}
