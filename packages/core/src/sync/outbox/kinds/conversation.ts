import { conversationKey } from '../../../store/conversation-rows.js'
import { applySettings } from '../../apply-settings.js'
import { applyAnsweredMark } from '../../apply-read-state.js'
import { requireSame, type OperationKind } from '../operation-kind.js'

/** What a user sets for a conversation. */

export const markReadKind: OperationKind<'markRead'> = {
  async perform(connection, { parameters }, options) {
    const { readMark, removedCount } = await connection.call('markRead', parameters, options)
    requireSame(referenceOf(parameters), referenceOf(readMark))
    return (update) => applyAnsweredMark(update, readMark, removedCount)
  },
}

export const pinKind: OperationKind<'updateConversationPinnedState'> = {
  async perform(connection, { parameters }, options) {
    const { settings } = await connection.call('updateConversationPinnedState', parameters, options)
    requireSame(referenceOf(parameters), referenceOf(settings))
    return (update) => applySettings(update, settings)
  },
}

export const draftKind: OperationKind<'setConversationDraft'> = {
  async perform(connection, { parameters }, options) {
    const { settings } = await connection.call('setConversationDraft', parameters, options)
    requireSame(referenceOf(parameters), referenceOf(settings))
    return (update) => applySettings(update, settings)
  },
  /** What the user wrote is not lost because the backend will not keep it: it stays on this device. */
  async failed(update, { parameters }) {
    const row = await update.draft.get('conversations', conversationKey(parameters))
    if (row === undefined) return
    const confirmed = { ...row.confirmed, draft: parameters.draft }
    update.draft.put('conversations', { ...row, confirmed })
  },
}

function referenceOf({
  conversationType,
  conversationID,
}: {
  readonly conversationType: 'peer' | 'group'
  readonly conversationID: string
}) {
  return { conversationType, conversationID }
}
