/** `peer`: a 1:1 chat, whose conversationID is the other user's userID. `group`: a group chat, whose conversationID is the groupID. */
export type ConversationType = 'peer' | 'group'

/** A conversation is identified by both fields, everywhere. */
export interface ConversationReference {
  readonly conversationType: ConversationType
  /** Printable ASCII, 1 to 256 characters. */
  readonly conversationID: string
}
