import type { BackendMessage } from '../../../contract/backend-facts.js'
import type { OutboxRowOf } from '../../../store/schema.js'
import { applyMessageVersion } from '../../apply-message.js'
import { requireSame, type AnswerStored, type OperationKind } from '../operation-kind.js'

/** What changes a message that the backend has. */

export const editMessageKind: OperationKind<'editMessage'> = {
  async perform(connection, row, options) {
    return stored(row, await connection.call('editMessage', row.parameters, options))
  },
}

export const revokeMessageKind: OperationKind<'revokeMessage'> = {
  async perform(connection, row, options) {
    return stored(row, await connection.call('revokeMessage', row.parameters, options))
  },
}

export const addMessageReactionKind: OperationKind<'addMessageReaction'> = {
  async perform(connection, row, options) {
    return stored(row, await connection.call('addMessageReaction', row.parameters, options))
  },
}

export const deleteMessageReactionKind: OperationKind<'deleteMessageReaction'> = {
  async perform(connection, row, options) {
    return stored(row, await connection.call('deleteMessageReaction', row.parameters, options))
  },
}

type ChangingOperation = 'editMessage' | 'revokeMessage' | 'addMessageReaction' | 'deleteMessageReaction'

function stored(
  { parameters }: OutboxRowOf<ChangingOperation>,
  { message }: { readonly message: BackendMessage },
): AnswerStored {
  requireSame(parameters, message)
  return (update) => applyMessageVersion(update, message)
}
