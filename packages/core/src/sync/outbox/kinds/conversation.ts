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

export const pinKind = settingKind('updateConversationPinnedState')
export const flagKind = settingKind('setConversationFlag')
export const deleteConversationKind = settingKind('deleteConversation')

export const draftKind: OperationKind<'setConversationDraft'> = {
  ...settingKind('setConversationDraft'),
  /** What the user wrote is not lost because the backend will not keep it: it stays on this device. */
  async failed(update, { parameters }) {
    const row = await update.draft.get('conversations', conversationKey(parameters))
    if (row === undefined) return
    const confirmed = { ...row.confirmed, draft: parameters.draft }
    update.draft.put('conversations', { ...row, confirmed })
  },
}

/** One that answers the settings as they now are. */
function settingKind<
  Operation extends
    'updateConversationPinnedState' | 'setConversationDraft' | 'setConversationFlag' | 'deleteConversation',
>(operation: Operation): OperationKind<Operation> {
  return {
    async perform(connection, { parameters }, options) {
      const { settings } = await connection.call(operation, parameters, options)
      requireSame(referenceOf(parameters), referenceOf(settings))
      return (update) => applySettings(update, settings)
    },
  }
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
