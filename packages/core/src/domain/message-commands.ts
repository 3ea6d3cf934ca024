import type { Chat } from '../contract/chat.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import type { MessageCommands } from '../contract/messages.js'
import type { OperationName } from '../contract/operations.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { requireConversation, requireIdentifier, requireText } from '../runtime/argument.js'
import { requireContent } from '../runtime/content-argument.js'
import { messageKey } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import type { Update } from '../store/writer.js'
import {
  enqueueEdit,
  enqueueReaction,
  enqueueRevoke,
  type ChangeContext,
  type MessageReference,
} from '../sync/outbox/enqueue-change.js'
import { requireSending, storeNewMessage } from './new-message.js'
import type { SessionAccess } from './session-access.js'

const maxReactionBytes = 32

/** What sends messages and changes them. */
export function createMessageCommands(
  access: SessionAccess,
  { idRule }: { readonly idRule: TransportDriver['idRule'] },
): Pick<Chat, keyof MessageCommands> {
  function requireReference(conversation: ConversationReference, messageID: string): MessageReference {
    return { ...requireConversation(conversation, idRule), messageID: requireIdentifier('messageID', messageID) }
  }

  /** Writes a change of a message in one batch, then lets it be sent. */
  async function change<Result>(
    operation: OperationName,
    work: (update: Update, context: ChangeContext) => Promise<Result>,
  ): Promise<Result> {
    const session = access.require()
    session.requireOperation(operation)
    const { writer, attempts } = await session.opened()
    const operationID = access.newID()
    const result = await writer.write((update) => work(update, { operationID, attempts }))
    session.wakeOutbox()
    // What a message no longer says must not be what the next launch shows first.
    if (operation === 'editMessage' || operation === 'revokeMessage') await session.flushFirstScreen()
    return result
  }

  function react(conversation: ConversationReference, messageID: string, reactionType: string, isGiven: boolean) {
    const reference = requireReference(conversation, messageID)
    const sign = requireText('reactionType', reactionType, { minBytes: 1, maxBytes: maxReactionBytes })
    return change(isGiven ? 'addMessageReaction' : 'deleteMessageReaction', async (update, context) =>
      receiptOf(await enqueueReaction(update, reference, { reactionType: sign, isGiven }, context)),
    )
  }

  return {
    async sendMessage(conversation, content, options) {
      const { session, addressed } = requireSending(access, idRule, conversation, options)
      const checked = requireContent(content, session)
      const [operationID, messageID] = [access.newID(), access.newID()]
      const { writer } = await session.opened()
      const message = await writer.write((update) =>
        storeNewMessage(update, { ...addressed, messageID, content: checked }, { operationID }),
      )
      session.wakeOutbox()
      return { operationID, message }
    },

    async editMessage(conversation, messageID, content) {
      const reference = requireReference(conversation, messageID)
      const checked = requireContent(content, access.require())
      return change('editMessage', async (update, context) => {
        const operationID = await enqueueEdit(update, reference, checked, context)
        const row = await update.draft.get('messages', messageKey(reference))
        if (row === undefined) throw new ChatError('message-not-found')
        return { operationID, message: toMessage(row) }
      })
    },

    async revokeMessage(conversation, messageID) {
      const reference = requireReference(conversation, messageID)
      return change('revokeMessage', async (update, context) =>
        receiptOf(await enqueueRevoke(update, reference, context)),
      )
    },

    addMessageReaction: async (conversation, messageID, reactionType) =>
      react(conversation, messageID, reactionType, true),
    deleteMessageReaction: async (conversation, messageID, reactionType) =>
      react(conversation, messageID, reactionType, false),
  }
}

function receiptOf(operationID: string | undefined): { readonly operationID: string } | undefined {
  return operationID === undefined ? undefined : { operationID }
}
