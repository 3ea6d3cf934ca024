import type { ConversationReference } from './conversation-reference.js'
import type { FileAttachment, MultipleAttachment, SendableContent } from './message-content.js'
import type { Message, MessageQueries, SendMessageOptions } from './messages.js'
import type { OperationReceipt } from './outbox.js'

/** What sends files of the app's own. */
export interface AttachmentCommands {
  /**
   * Queueable: as `sendMessage`, with the bytes of the files that come along: they are durable too when it resolves. They are
   * uploaded before the message is sent, and told of by `fileUploadProgressed`; what breaks the upload costs no byte that the
   * backend has. What brings no bytes along is sent as `sendMessage` sends it. Rejects as that does, and `not-supported` where the
   * storage or the transport has no files.
   */
  sendAttachment(
    conversation: ConversationReference,
    content: SendableContent | FileAttachment | MultipleAttachment,
    options?: SendMessageOptions,
  ): Promise<OperationReceipt & { readonly message: Message }>
}

/** The files of messages: sending them, and opening what arrived. */
export type AttachmentMethods = AttachmentCommands & Pick<MessageQueries, 'downloadFile'>
