import { ConnectionState, type ErrorUser, type Group, type GroupMemberInfo, type GroupMemberRole } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import { byRole, groupRights, memberActions, type GroupRights, type MemberAction } from './group-rights.js'
import type { Kit } from './kit.js'
import { offersGroupMutes, offersGroups, type GroupsChat } from './offered.js'
import { createWritable, derive, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'
import { keepRows } from './row-identity.js'

export interface MemberRowView {
  readonly key: string
  readonly userID: string
  readonly name: string
  readonly avatar: AvatarView
  /** Empty for a plain member. */
  readonly role: string
  readonly isSelf: boolean
  readonly isMuted: boolean
  readonly actions: readonly MemberAction[]
}

export interface GroupView extends GroupRights {
  /** `gone`: the user is not in it any more, or it is no more. */
  readonly state: 'loading' | 'shown' | 'gone'
  readonly name: string
  readonly avatar: AvatarView
  /** Empty when there is none. */
  readonly notice: string
  readonly memberCount: number
  readonly isAllMuted: boolean
  readonly rows: readonly MemberRowView[]
  readonly hasMore: boolean
  /** Says that members are missing which come with a connection; else empty. */
  readonly note: string
  /** Why nothing can be changed now; absent when it can. */
  readonly offlineReason?: string
}

/** Each command rejects with its `ChatError`; without a connection with `not-connected`. */
export interface GroupModel extends Readable<GroupView> {
  loadMore(): Promise<void>
  update(change: { readonly name: string; readonly notice: string; readonly avatarUrl: string }): Promise<void>
  /** Resolves with those who could not be invited. */
  invite(userIDs: readonly string[]): Promise<readonly string[]>
  /** All but `writeTo`, which is the app's. */
  act(userID: string, action: Exclude<MemberAction, 'writeTo'>): Promise<void>
  setAllMuted(isMuted: boolean): Promise<void>
  leave(): Promise<void>
  dismiss(): Promise<void>
}

interface Known {
  readonly group?: Group
  readonly role?: GroupMemberRole
  readonly isGone?: true
  readonly isConnected: boolean
}

const pageCount = 50

/** One group and its members; `undefined` for a chat that was made without `groupsFeature`. */
export function createGroupModel(kit: Kit, groupID: string): GroupModel | undefined {
  const { chat } = kit
  if (!offersGroups(chat)) return undefined
  const members = chat.live.queryGroupMemberList(groupID, { count: pageCount })
  const known = followGroup(chat, groupID)
  const view = derive<GroupView>([members, known], (previous) => {
    const { groupMemberList, hasMore } = members.getSnapshot()
    return toView(kit, { groupID, known: known.getSnapshot(), groupMemberList, hasMore, previous })
  })

  let serverCursor: string | undefined
  /** The next page of those whom this device has not heard of yet. */
  async function fetchMembers(groups: GroupsChat): Promise<void> {
    const page = await groups.queryGroupMemberList(groupID, {
      count: 100,
      isQueryFromServer: true,
      ...(serverCursor === undefined ? {} : { cursor: serverCursor }),
    })
    serverCursor = page.nextCursor
  }

  return {
    ...view,
    async loadMore() {
      if (members.getSnapshot().hasMore) return members.loadMore()
      if (view.getSnapshot().hasMore) await fetchMembers(chat)
    },
    async update({ name, notice, avatarUrl }) {
      const { group } = known.getSnapshot()
      if (group?.groupName !== name) await chat.updateGroupName(groupID, name)
      if (group?.groupNotice !== notice) await chat.updateGroupNotice(groupID, notice)
      if (group?.groupAvatarUrl !== avatarUrl) await chat.updateGroupAvatarUrl(groupID, avatarUrl)
    },
    async invite(userIDs) {
      const { errorUserList } = await chat.inviteUsersIntoGroup(groupID, userIDs)
      return errorUserList.map(({ userID }: ErrorUser) => userID)
    },
    act: (userID, action) => act(chat, groupID, userID, action),
    async setAllMuted(isMuted) {
      if (offersGroupMutes(chat)) await chat.muteGroup(groupID, isMuted)
    },
    leave: () => chat.leaveGroup(groupID),
    dismiss: () => chat.dismissGroup(groupID),
  }
}

async function act(
  chat: GroupsChat,
  groupID: string,
  userID: string,
  action: Exclude<MemberAction, 'writeTo'>,
): Promise<void> {
  switch (action) {
    case 'makeAdmin':
    case 'makeMember':
      return chat.setGroupMemberRole(groupID, userID, action === 'makeAdmin' ? 'admin' : 'member')
    case 'transferOwner':
      return chat.transferGroupOwner(groupID, userID)
    case 'kick':
      await chat.kickGroupMembers(groupID, [userID])
      return
    case 'muteMember':
    case 'unmuteMember':
      if (offersGroupMutes(chat)) await chat.muteGroupMembers(groupID, [userID], action === 'muteMember')
  }
}

/** What is known of the group and of one's own role in it, kept up to date. */
function followGroup(chat: GroupsChat, groupID: string): Readable<Known> {
  const isConnected = () => chat.connectionState === ConnectionState.Connected
  const known = createWritable<Known>({ isConnected: isConnected() }, () => {
    const refresh = createRefresher(async () => {
      const { userID } = chat
      if (userID === undefined) return
      try {
        const [{ group }, { groupMemberList }] = await Promise.all([
          chat.queryGroupInfo(groupID),
          chat.queryGroupMemberInfo(groupID, [userID]),
        ])
        const role = groupMemberList[0]?.memberRole
        known.set({ group, isConnected: isConnected(), ...(role === undefined ? { isGone: true } : { role }) })
      } catch {
        // A group that is no more stays as it was last known.
        known.set({ ...known.getSnapshot(), isConnected: isConnected(), isGone: true })
      }
    })
    const isThis = (event: { readonly groupID: string }) => {
      if (event.groupID === groupID) refresh()
    }
    const stops = [
      chat.on('groupInfoUpdated', refresh),
      chat.on('groupMemberListChanged', isThis),
      chat.on('groupLeft', isThis),
      chat.on('connectionStateChanged', refresh),
      chat.on('storageStateChanged', refresh),
    ]
    refresh()
    return () => {
      for (const stop of stops) stop()
    }
  })
  return known
}

interface Parts {
  readonly groupID: string
  readonly known: Known
  readonly groupMemberList: readonly GroupMemberInfo[]
  readonly hasMore: boolean
  readonly previous: GroupView | undefined
}

function toView({ chat, texts }: Kit, { groupID, known, groupMemberList, hasMore, previous }: Parts): GroupView {
  const { group, role, isConnected, isGone } = known
  const rows = byRole(groupMemberList).map((member): MemberRowView => {
    const { userID, userName, memberNickname, userAvatarUrl, memberRole, mute } = member
    const name = memberNickname !== '' ? memberNickname : userName !== '' ? userName : userID
    return {
      key: userID,
      userID,
      name,
      avatar: avatarView(userID, name, userAvatarUrl),
      role: memberRole === 'member' ? '' : texts.roles[memberRole],
      isSelf: userID === chat.userID,
      isMuted: mute !== undefined,
      actions: memberActions(chat, member, role),
    }
  })
  const rights = group === undefined || isGone ? undefined : groupRights(chat, group, role)
  const isMissing = group !== undefined && groupMemberList.length < group.memberCount && isGone === undefined
  return {
    state: isGone ? 'gone' : group === undefined ? 'loading' : 'shown',
    name: group?.groupName ?? groupID,
    avatar: avatarView(groupID, group?.groupName ?? groupID, group?.groupAvatarUrl),
    notice: group?.groupNotice ?? '',
    memberCount: group?.memberCount ?? groupMemberList.length,
    isAllMuted: group?.mute !== undefined,
    rows: keepRows(previous?.rows ?? [], rows),
    hasMore: hasMore || (isMissing && isConnected),
    note: isMissing && !hasMore && !isConnected ? texts.membersWhenOnline : '',
    canEdit: rights?.canEdit ?? false,
    canInvite: rights?.canInvite ?? false,
    canMuteAll: rights?.canMuteAll ?? false,
    canDismiss: rights?.canDismiss ?? false,
    ...(isConnected ? {} : { offlineReason: texts.notConnected }),
  }
}
