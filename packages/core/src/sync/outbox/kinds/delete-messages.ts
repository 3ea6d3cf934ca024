import { ChatError } from '../../../errors/chat-error.js'
import { applyMessageVersion } from '../../apply-message.js'
import { requireSame, type OperationKind } from '../operation-kind.js'

/** The messages left this device when the user deleted them, for good: the operation shows nothing, and takes nothing back. */
export const deleteMessagesKind: OperationKind<'deleteMessages'> = {
  async perform(connection, { parameters }, options) {
    const { messageList } = await connection.call('deleteMessages', parameters, options)
    const { conversationType, conversationID, messageIDs } = parameters
    const conversation = { conversationType, conversationID }
    for (const message of messageList) {
      requireSame({ ...conversation, messageID: message.messageID }, message)
      if (!messageIDs.includes(message.messageID)) {
        throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
      }
    }
    return async (update) => {
      for (const message of messageList) await applyMessageVersion(update, message)
    }
  },
}
