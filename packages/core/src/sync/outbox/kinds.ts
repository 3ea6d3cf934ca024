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
  deleteAllMessages: registerKind((connection, { parameters }, options) =>
    connection.call('deleteAllMessages', parameters, options),
  ),
  addMessageReaction: addMessageReactionKind,
  deleteMessageReaction: deleteMessageReactionKind,
  markRead: markReadKind,
  updateConversationPinnedState: pinKind,
  setConversationDraft: draftKind,
  setConversationFlag: flagKind,
  deleteConversation: deleteConversationKind,
  setUserBlocked: registerKind((connection, { parameters }, options) =>
    connection.call('setUserBlocked', parameters, options),
  ),
  updateUserProfile: registerKind((connection, { parameters }, options) =>
    connection.call('updateUserProfile', parameters, options),
  ),
  pinMessage: registerKind((connection, { parameters }, options) => connection.call('pinMessage', parameters, options)),
  addFriend: registerKind((connection, { parameters }, options) => connection.call('addFriend', parameters, options)),
  deleteFriend: registerKind((connection, { parameters }, options) =>
    connection.call('deleteFriend', parameters, options),
  ),
  updateFriendAlias: registerKind((connection, { parameters }, options) =>
    connection.call('updateFriendAlias', parameters, options),
  ),
  updateFriendAttributes: registerKind((connection, { parameters }, options) =>
    connection.call('updateFriendAttributes', parameters, options),
  ),
  sendFriendApplication: registerKind((connection, { parameters }, options) =>
    connection.call('sendFriendApplication', parameters, options),
  ),
  acceptFriendApplication: registerKind((connection, { parameters }, options) =>
    connection.call('acceptFriendApplication', parameters, options),
  ),
  rejectFriendApplication: registerKind((connection, { parameters }, options) =>
    connection.call('rejectFriendApplication', parameters, options),
  ),
  updateUserOfflinePushRule: registerKind((connection, { parameters }, options) =>
    connection.call('updateUserOfflinePushRule', parameters, options),
  ),
  updateGroupAttributes: registerKind((connection, { parameters }, options) =>
    connection.call('updateGroupAttributes', parameters, options),
  ),
  updateGroupAlias: registerKind((connection, { parameters }, options) =>
    connection.call('updateGroupAlias', parameters, options),
  ),
}

export function kindOf<Operation extends QueueableOperation>({
  operation,
}: OutboxRowOf<Operation>): OperationKind<Operation> {
  return kinds[operation]
}
