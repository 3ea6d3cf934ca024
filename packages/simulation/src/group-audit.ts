import type { CallInvitation, Group, GroupMember } from '@latchkey/core'
import type { BackendFacts } from './backend-facts.js'
import { rowText } from './row-text.js'
import type { Life, World } from './world.js'

/** Groups, their members and call invitations, as the device shows them and as the backend has them. */
export async function auditGroupsAndCalls(
  world: World,
  life: Life,
  { members, groups: facts, calls }: BackendFacts,
): Promise<void> {
  const groups = await life.call('audit: groups', (chat) => chat.queryGroupList({ count: 100 }))
  if (groups.isDone) {
    const shown = groups.result.groupList.map(describeGroup).sort()
    const wanted = [...members]
      .flatMap(([groupID, rows]) => {
        const group = facts.get(groupID)
        return group ? [describeGroup({ ...group, memberCount: rows.length })] : []
      })
      .sort()
    compare(world, 'groups', `${life.name} lists the groups`, shown, wanted)
  }
  for (const [groupID, rows] of members) {
    const listed = await life.call('audit: members', (chat) => chat.queryGroupMemberList(groupID, { count: 100 }))
    if (!listed.isDone) continue
    const shown = listed.result.groupMemberList.map(describeMember)
    const wanted = rows.map(describeMember)
    compare(world, 'groups', `${life.name} lists in ${groupID}`, shown, wanted)
  }
  const invitations = await life.call('audit: calls', (chat) => chat.queryCallInvitationList({ count: 100 }))
  if (!invitations.isDone) return
  const now = world.host.now()
  const shown = invitations.result.callInvitationList.map((call) => stateOf(call, now)).sort()
  const wanted = calls.map((call) => stateOf(call, now)).sort()
  compare(world, 'calls', `${life.name} lists the calls`, shown, wanted)
}

function describeGroup({
  groupID,
  groupName,
  groupNotice,
  memberCount,
  mute,
}: Pick<Group, 'groupID' | 'groupName' | 'groupNotice' | 'memberCount' | 'mute'>): string {
  return `${groupID} of ${memberCount} "${groupName}" "${groupNotice}" ${rowText(mute ?? {})}`
}

function describeMember({
  userID,
  memberRole,
  memberNickname,
  mute,
}: Pick<GroupMember, 'userID' | 'memberRole' | 'memberNickname' | 'mute'>): string {
  return `${userID} ${memberRole} "${memberNickname}" ${rowText(mute ?? {})}`
}

function compare(world: World, rule: string, what: string, shown: readonly string[], wanted: readonly string[]): void {
  if (shown.join() !== wanted.join()) world.violate(rule, `${what} [${shown.join()}], not [${wanted.join()}]`)
}

/** A call as it stands: one that nobody answered in time has ended, whatever was stored of it (OL-42). */
function stateOf({ callID, state, callUserList, expireTime }: CallInvitation, now: number): string {
  const isOver = state === 'ended' || expireTime <= now
  const users = callUserList.map((user) => {
    const isLate = user.state === 'inviting' && isOver
    return `${user.userID} ${isLate ? 'timeout' : user.state}`
  })
  return `${callID.slice(-6)} ${isOver ? 'over' : state} ${users.join(' ')}`
}
