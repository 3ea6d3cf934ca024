import type { QueueableOperation } from '../../contract/outbox.js'
import type { OutboxRowOf } from '../../store/schema.js'
import {
  addMessageReactionKind,
  deleteMessageReactionKind,
  editMessageKind,
  revokeMessageKind,
} from './kinds/change-message.js'
import { deleteConversationKind, draftKind, flagKind, markReadKind, pinKind } from './kinds/conversation.js'
import { deleteMessagesKind } from './kinds/delete-messages.js'
import { registerKind } from './kinds/register.js'
import { sendMessageKind } from './kinds/send-message.js'
import type { OperationKind } from './operation-kind.js'

/** Every kind of operation that can wait. */
const kinds: { readonly [Operation in QueueableOperation]: OperationKind<Operation> } = {
  sendMessage: sendMessageKind,
  editMessage: editMessageKind,
  revokeMessage: revokeMessageKind,
  deleteMessages: deleteMessagesKind,
  deleteAllMessages: registerKind('deleteAllMessages'),
  addMessageReaction: addMessageReactionKind,
  deleteMessageReaction: deleteMessageReactionKind,
  markRead: markReadKind,
  updateConversationPinnedState: pinKind,
  setConversationDraft: draftKind,
  setConversationFlag: flagKind,
  deleteConversation: deleteConversationKind,
  setUserBlocked: registerKind('setUserBlocked'),
  updateUserProfile: registerKind('updateUserProfile'),
  pinMessage: registerKind('pinMessage'),
  addFriend: registerKind('addFriend'),
  deleteFriend: registerKind('deleteFriend'),
  updateFriendAlias: registerKind('updateFriendAlias'),
  updateFriendAttributes: registerKind('updateFriendAttributes'),
  sendFriendApplication: registerKind('sendFriendApplication'),
  acceptFriendApplication: registerKind('acceptFriendApplication'),
  rejectFriendApplication: registerKind('rejectFriendApplication'),
  updateUserOfflinePushRule: registerKind('updateUserOfflinePushRule'),
  updateUserCustomStatus: registerKind('updateUserCustomStatus'),
  subscribeUsersStatus: registerKind('subscribeUsersStatus'),
  unsubscribeUsersStatus: registerKind('unsubscribeUsersStatus'),
  updateGroupAttributes: registerKind('updateGroupAttributes'),
  updateGroupAlias: registerKind('updateGroupAlias'),
  sendGroupJoinApplication: registerKind('sendGroupJoinApplication'),
  acceptGroupJoinApplication: registerKind('acceptGroupJoinApplication'),
  rejectGroupJoinApplication: registerKind('rejectGroupJoinApplication'),
  sendGroupInviteApplications: registerKind('sendGroupInviteApplications'),
  acceptGroupInviteApplication: registerKind('acceptGroupInviteApplication'),
  rejectGroupInviteApplication: registerKind('rejectGroupInviteApplication'),
}

export function kindOf<Operation extends QueueableOperation>({
  operation,
}: OutboxRowOf<Operation>): OperationKind<Operation> {
  return kinds[operation]
}
