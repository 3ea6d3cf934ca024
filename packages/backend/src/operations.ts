import type { OperationName, OperationParameters, OperationResult } from '@latchkey/core/driver'
import { deletionAnswer, messageAnswer, sameAnswer, settingsAnswer, type Answer } from './answers.js'
import {
  mayAcceptInvitation,
  mayActInGroup,
  mayActOnMessage,
  mayAnswerCall,
  mayAnyone,
  mayApply,
  mayCancelCall,
  mayDraft,
  mayInvite,
  mayJoin,
  mayManageGroup,
  mayOwnGroup,
  mayRead,
  maySeeCall,
  maySeeGroup,
  mayWrite,
} from './authorisation.js'
import { setUserBlocked } from './blocking.js'
import { acceptCall, cancelCall, endCall, inviteMore, inviteToCall, joinCall, quitCall, rejectCall } from './calls.js'
import { deleteConversation, setDraft, setFlag, updatePinnedState } from './conversation-settings.js'
import { acceptFriendApplication, rejectFriendApplication, sendFriendApplication } from './friend-applications.js'
import {
  addFriend,
  checkFriendsRelation,
  deleteFriend,
  mayMeet,
  updateFriendAlias,
  updateFriendAttributes,
} from './friends.js'
import {
  acceptGroupInviteApplication,
  acceptGroupJoinApplication,
  rejectGroupInviteApplication,
  rejectGroupJoinApplication,
  sendGroupInviteApplications,
  sendGroupJoinApplication,
} from './group-applications.js'
import { updateGroupAlias, updateGroupAttributes } from './group-attributes.js'
import { kickGroupMembers, setGroupMemberNickname, setGroupMemberRole, transferGroupOwner } from './group-members.js'
import {
  createGroup,
  dismissGroup,
  enterGroup,
  inviteUsersIntoGroup,
  leaveGroup,
  queryGroupInfo,
  updateGroup,
} from './groups.js'
import { queryGroupMemberList } from './memberships.js'
import { deleteAllMessages } from './cleared-conversations.js'
import { queryCombineMessageDetail } from './combined-messages.js'
import { deleteMessages, editMessage, revokeMessage } from './message-changes.js'
import { sendMessage } from './messages.js'
import { muteGroup, muteGroupMembers } from './mutes.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { pinMessage } from './pinned-messages.js'
import { queryMessages } from './present-messages.js'
import { updateUserOfflinePushRule } from './push-rule.js'
import { addReaction, deleteReaction, queryReactionUsers } from './reactions.js'
import { markRead } from './read-marks.js'
import { queryMessageReceiptMemberList, queryMessageReceiptsInfo } from './receipts.js'
import { queryMessageRepliedList } from './replies.js'
import {
  mayFollow,
  queryUsersStatus,
  subscribeUsersStatus,
  unsubscribeUsersStatus,
  updateUserCustomStatus,
} from './user-status.js'
import { queryUsersInfo, updateUserProfile } from './users.js'

/** What a backend answers. `renewToken` is not among them: tokens are the business of whoever holds the connection. */
export type BackendOperationName = Exclude<OperationName, 'renewToken'>

/** Something that changes rows: it runs in a transaction, and its repeats are recognised. */
interface ChangingOperation<Name extends OperationName> {
  readonly type: 'change'
  run(context: OperationContext, parameters: OperationParameters<Name>): Promise<OperationResult<Name>>
  readonly answer: Answer<OperationParameters<Name>, OperationResult<Name>>
}

/** A question: it changes nothing. */
interface AskingOperation<Name extends OperationName> {
  readonly type: 'query'
  run(context: QueryContext, parameters: OperationParameters<Name>): Promise<OperationResult<Name>>
}

/** The one table of what exists, and of who may do it. */
export const operations: {
  readonly [Name in BackendOperationName]: ChangingOperation<Name> | AskingOperation<Name>
} = {
  sendMessage: change(mayWrite, sendMessage, messageAnswer()),
  editMessage: change(mayActOnMessage, editMessage, messageAnswer()),
  revokeMessage: change(mayActOnMessage, revokeMessage, messageAnswer()),
  deleteMessages: change(mayRead, deleteMessages, deletionAnswer),
  deleteAllMessages: change(mayRead, deleteAllMessages),
  addMessageReaction: change(mayActOnMessage, addReaction, messageAnswer()),
  deleteMessageReaction: change(mayActOnMessage, deleteReaction, messageAnswer()),
  setConversationDraft: change(mayDraft, setDraft, settingsAnswer()),
  markRead: change(mayRead, markRead),
  updateConversationPinnedState: change(mayRead, updatePinnedState),
  setConversationFlag: change(mayRead, setFlag, settingsAnswer()),
  deleteConversation: change(mayRead, deleteConversation, settingsAnswer()),
  pinMessage: change(mayActOnMessage, pinMessage),
  queryMessages: query(mayRead, queryMessages),
  setUserBlocked: change(mayAnyone, setUserBlocked),
  updateUserProfile: change(mayAnyone, updateUserProfile),
  updateUserOfflinePushRule: change(mayAnyone, updateUserOfflinePushRule),
  updateUserCustomStatus: change(mayAnyone, updateUserCustomStatus),
  subscribeUsersStatus: change(mayFollow, subscribeUsersStatus),
  unsubscribeUsersStatus: change(mayAnyone, unsubscribeUsersStatus),
  queryUsersStatus: query(mayAnyone, queryUsersStatus),
  addFriend: change(mayMeet, addFriend),
  deleteFriend: change(mayAnyone, deleteFriend),
  updateFriendAlias: change(mayAnyone, updateFriendAlias),
  updateFriendAttributes: change(mayAnyone, updateFriendAttributes),
  sendFriendApplication: change(mayMeet, sendFriendApplication),
  acceptFriendApplication: change(mayMeet, acceptFriendApplication),
  rejectFriendApplication: change(mayAnyone, rejectFriendApplication),
  checkFriendsRelation: query(mayAnyone, checkFriendsRelation),
  createGroup: change(mayAnyone, createGroup),
  inviteUsersIntoGroup: change(mayInvite, inviteUsersIntoGroup),
  leaveGroup: change(mayActInGroup, leaveGroup),
  joinGroup: change(mayJoin, enterGroup),
  updateGroup: change(mayManageGroup, updateGroup),
  updateGroupAttributes: change(mayManageGroup, updateGroupAttributes),
  updateGroupAlias: change(mayActInGroup, updateGroupAlias),
  sendGroupJoinApplication: change(mayApply, sendGroupJoinApplication),
  acceptGroupJoinApplication: change(mayManageGroup, acceptGroupJoinApplication),
  rejectGroupJoinApplication: change(mayManageGroup, rejectGroupJoinApplication),
  sendGroupInviteApplications: change(mayInvite, sendGroupInviteApplications),
  acceptGroupInviteApplication: change(mayAcceptInvitation, acceptGroupInviteApplication),
  rejectGroupInviteApplication: change(mayAnyone, rejectGroupInviteApplication),
  dismissGroup: change(mayOwnGroup, dismissGroup),
  transferGroupOwner: change(mayOwnGroup, transferGroupOwner),
  kickGroupMembers: change(mayManageGroup, kickGroupMembers),
  setGroupMemberRole: change(mayOwnGroup, setGroupMemberRole),
  setGroupMemberNickname: change(mayActInGroup, setGroupMemberNickname),
  muteGroup: change(mayManageGroup, muteGroup),
  muteGroupMembers: change(mayManageGroup, muteGroupMembers),
  callInvite: change(mayAnyone, inviteToCall),
  callCancel: change(mayCancelCall, cancelCall),
  callAccept: change(mayAnswerCall, acceptCall),
  callReject: change(mayAnswerCall, rejectCall),
  callingInvite: change(maySeeCall, inviteMore),
  callJoin: change(maySeeCall, joinCall),
  callQuit: change(maySeeCall, quitCall),
  callEnd: change(maySeeCall, endCall),
  queryUsersInfo: query(mayAnyone, queryUsersInfo),
  queryMessageReactionUserList: query(mayActOnMessage, queryReactionUsers),
  queryMessageRepliedList: query(mayActOnMessage, queryMessageRepliedList),
  queryCombineMessageDetail: query(mayActOnMessage, queryCombineMessageDetail),
  queryMessageReceiptsInfo: query(maySeeGroup, queryMessageReceiptsInfo),
  queryMessageReceiptMemberList: query(maySeeGroup, queryMessageReceiptMemberList),
  queryGroupInfo: query(maySeeGroup, queryGroupInfo),
  queryGroupMemberList: query(maySeeGroup, queryGroupMemberList),
}

/** The names of what exists. */
export const backendOperations = Object.keys(operations) as readonly BackendOperationName[]

function change<Parameters, Grounds, Result>(
  authorise: (context: QueryContext, parameters: Parameters) => Promise<Grounds>,
  apply: (context: OperationContext, parameters: Parameters, grounds: Grounds) => Promise<Result>,
  answer: Answer<Parameters, Result> = sameAnswer(),
) {
  return {
    type: 'change' as const,
    answer,
    run: async (context: OperationContext, parameters: Parameters) =>
      apply(context, parameters, await authorise(context, parameters)),
  }
}

function query<Parameters, Grounds, Result>(
  authorise: (context: QueryContext, parameters: Parameters) => Promise<Grounds>,
  answer: (context: QueryContext, parameters: Parameters, grounds: Grounds) => Promise<Result>,
) {
  return {
    type: 'query' as const,
    run: async (context: QueryContext, parameters: Parameters) =>
      answer(context, parameters, await authorise(context, parameters)),
  }
}
