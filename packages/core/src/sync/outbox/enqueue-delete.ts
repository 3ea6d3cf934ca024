import type { ConversationReference } from '../../contract/conversation-reference.js'
import { messageKey } from '../../store/conversation-rows.js'
import type { Update } from '../../store/writer.js'
import { removeMessage } from '../apply-message.js'
import type { Attempts } from './attempts.js'
import { discardOperation, enqueue } from './queue.js'

/** What a deletion came to. */
export interface Deletion {
  /** Those that are not on this device. */
  readonly absent: readonly string[]
  /** Whether the backend is to delete some of them too. */
  readonly isEnqueued: boolean
}

/**
 * Deletes messages from this device, and, with an `operationID`, from the user's other ones. A message that the backend has
 * not heard of vanishes; one that is on its way arrives for the others, and not here.
 */
export async function deleteHere(
  update: Update,
  conversation: ConversationReference,
  messageIDs: readonly string[],
  { attempts, operationID }: { readonly attempts: Attempts; readonly operationID?: string },
): Promise<Deletion> {
  const absent: string[] = []
  const heardOf: string[] = []
  for (const messageID of messageIDs) {
    const message = await update.draft.get('messages', messageKey({ ...conversation, messageID }))
    if (message === undefined) {
      absent.push(messageID)
      continue
    }
    const send = message.sentStatus === 'sent' ? undefined : await update.draft.get('outbox', [message.operationID])
    if (send !== undefined && !attempts.isTried(send)) {
      await discardOperation(update, send.operationID)
    } else if (send?.state === 'failed') {
      await discardOperation(update, send.operationID)
    } else {
      await removeMessage(update, { ...conversation, messageID })
      if (!message.isUserInserted) heardOf.push(messageID)
    }
  }
  const isEnqueued = operationID !== undefined && heardOf.length > 0
  if (isEnqueued) {
    await enqueue(update, {
      operationID,
      operation: 'deleteMessages',
      parameters: { ...conversation, messageIDs: heardOf },
    })
  }
  return { absent, isEnqueued }
}
