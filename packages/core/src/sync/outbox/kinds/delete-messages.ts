import { ChatError } from '../../../errors/chat-error.js'
import { applyMessageVersion } from '../../apply-message.js'
import { applyReadState } from '../../apply-read-state.js'
import { requireSame, type OperationKind } from '../operation-kind.js'

/** The messages left this device when the user deleted them, for good: the operation shows nothing, and takes nothing back. */
export const deleteMessagesKind: OperationKind<'deleteMessages'> = {
  async perform(connection, { parameters }, options) {
    const { messageList, readMark, removedCount } = await connection.call('deleteMessages', parameters, options)
    const { conversationType, conversationID, messageIDs } = parameters
    const conversation = { conversationType, conversationID }
    for (const message of messageList) {
      requireSame({ ...conversation, messageID: message.messageID }, message)
      if (!messageIDs.includes(message.messageID)) {
        throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
      }
    }
    if (readMark !== undefined) requireSame(conversation, withoutNumbers(readMark))
    return async (update) => {
      for (const message of messageList) await applyMessageVersion(update, message)
      await applyReadState(update, conversation, readMark, removedCount)
    }
  },
}

function withoutNumbers<
  Reference extends { readonly conversationType: 'peer' | 'group'; readonly conversationID: string },
>({ conversationType, conversationID }: Reference) {
  return { conversationType, conversationID }
}
