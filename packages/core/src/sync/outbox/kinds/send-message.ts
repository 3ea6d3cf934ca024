import type { MessageRow, OutboxRowOf } from '../../../store/schema.js'
import { messageKey } from '../../../store/conversation-rows.js'
import { toMessage } from '../../../store/message-rows.js'
import type { Update } from '../../../store/writer.js'
import { applyMessage } from '../../apply-message.js'
import { requireSame, type OperationKind } from '../operation-kind.js'

/** A message has a row of its own from the moment it is written, so that the operation shows nothing more. */
export const sendMessageKind: OperationKind<'sendMessage'> = {
  async perform(connection, row, options) {
    const { message } = await connection.call('sendMessage', row.parameters, options)
    requireSame(row.parameters, message)
    return async (update) => {
      await applyMessage(update, { ...message, operationID: row.operationID })
    }
  },

  /** The user deleted the message while it was on its way. */
  async isMoot(update, row) {
    return (await ownMessage(update, row)) === undefined
  },

  async failed(update, row, failureCode) {
    const message = await ownMessage(update, row)
    if (message?.sentStatus === 'waiting') showStatus(update, { ...message, sentStatus: 'failed', failureCode })
  },

  async retried(update, row) {
    const message = await ownMessage(update, row)
    if (message?.sentStatus !== 'failed') return
    const { failureCode: _failureCode, ...facts } = message
    showStatus(update, { ...facts, sentStatus: 'waiting' })
  },

  async discarded(update, { parameters: { conversationType, conversationID, messageID, content } }) {
    update.dropFile(content)
    update.draft.delete('messages', [conversationType, conversationID, messageID])
    update.report({ name: 'messageDeleted', event: { conversationType, conversationID, messageIDs: [messageID] } })
  },
}

function ownMessage(update: Update, row: OutboxRowOf<'sendMessage'>): Promise<MessageRow | undefined> {
  return update.draft.get('messages', messageKey(row.parameters))
}

function showStatus(update: Update, message: MessageRow): void {
  update.draft.put('messages', message)
  update.report({ name: 'messageSentStatusChanged', event: { messageList: [toMessage(message)] } })
}
