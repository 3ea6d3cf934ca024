import type { CancelSignal } from '../../contract/cancel-signal.js'
import type { ConversationReference } from '../../contract/conversation-reference.js'
import type { QueueableOperation } from '../../contract/outbox.js'
import type { TransportConnection } from '../../contract/transport-driver.js'
import { ChatError } from '../../errors/chat-error.js'
import type { ErrorCode } from '../../errors/error-codes.js'
import type { OutboxRowOf } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'

/** Stores what the backend answered. */
export type AnswerStored = (update: Update) => Promise<void>

/** Everything that one kind of operation does differently from the others. The queue and the sender know no kind. */
export interface OperationKind<Operation extends QueueableOperation> {
  /**
   * Asks the backend. Refuses an answer to something else with `protocol-violation`, and resolves with what stores the
   * answer, in the batch in which the operation leaves the outbox.
   */
  perform(
    connection: TransportConnection,
    row: OutboxRowOf<Operation>,
    options: { readonly operationID: string; readonly signal: CancelSignal },
  ): Promise<AnswerStored>
  /** Whether nobody needs it any longer, so that it is forgotten instead of kept as failed. */
  isMoot?(update: Update, row: OutboxRowOf<Operation>): Promise<boolean>
  /** The backend refused it for good; what it showed is already gone. */
  failed?(update: Update, row: OutboxRowOf<Operation>, failureCode: ErrorCode): Promise<void>
  /** It waits again after a failure; what it shows is already back. */
  retried?(update: Update, row: OutboxRowOf<Operation>): Promise<void>
  /** It was forgotten; what it showed is already gone. */
  discarded?(update: Update, row: OutboxRowOf<Operation>): Promise<void>
}

/** A backend that answers to something else must not get at what is stored. */
export function requireSame(
  asked: ConversationReference & { readonly messageID?: string },
  answered: ConversationReference & { readonly messageID?: string },
): void {
  const isSame =
    asked.conversationType === answered.conversationType &&
    asked.conversationID === answered.conversationID &&
    asked.messageID === answered.messageID
  if (!isSame) throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
}
