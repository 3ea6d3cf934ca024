import type { LiveQuery, LiveStatus } from '../../src/contract/live.js'
import type { EveryChat, Read } from './every-chat.js'
import { readRows } from './read-rows.js'
import type { ReadRow } from './rows.js'
import type { Filled } from './filled-store.js'

type LiveName = keyof EveryChat['live']

/** Every live query there is: each has the name and the arguments of a read. */
const liveNames = {
  queryBlacklist: true,
  queryCallInvitationList: true,
  queryConversation: true,
  queryConversationArchivedList: true,
  queryConversationList: true,
  queryConversationPinnedList: true,
  queryConversationReadMark: true,
  queryConversationTotalUnreadMessageCount: true,
  queryFriendApplicationList: true,
  queryFriendList: true,
  queryGroupAliasList: true,
  queryGroupAllAttributes: true,
  queryGroupApplicationList: true,
  queryGroupList: true,
  queryGroupMemberList: true,
  queryGroupMemberMutedList: true,
  queryHistoryMessage: true,
  queryMessageReceiptsInfo: true,
  queryPinnedMessageList: true,
  querySelfUserRule: true,
  querySelfUserStatus: true,
  querySubscribedUserStatusList: true,
} satisfies { readonly [Name in LiveName]: Name extends Read ? true : never }

export const liveReads = Object.keys(liveNames) as readonly LiveName[]

/** The live query of a read, with the same arguments. */
export function openLive(chat: EveryChat, name: LiveName, filled: Filled): LiveQuery<LiveStatus> {
  const row: ReadRow<LiveName> = readRows[name]
  return Reflect.apply(chat.live[name], chat.live, row.parameters(filled, { count: 100 })) as LiveQuery<LiveStatus>
}
