import type { ConversationFlag, ConversationSettings, ReadMark } from '../backend-facts.js'
import type { ConversationReference } from '../conversation-reference.js'

/** What a client can ask of a backend about conversations, as the user who asks has them. */
export interface ConversationOperations {
  /** Replaces the draft. Refused: `conversation-not-found` (an unknown user, or a group one is not in). */
  setConversationDraft: {
    parameters: ConversationReference & { readonly draft: string }
    result: { readonly settings: ConversationSettings }
  }
  /** Moves the user's mark forward to the message at `order`; a mark further on stays. Refused: `conversation-not-found`, `message-not-found`. */
  markRead: {
    parameters: ConversationReference & { readonly order: string }
    result: { readonly readMark: ReadMark; readonly removedCount: number }
  }
  /** Refused: `conversation-not-found`, `limit-exceeded` (100 pinned). */
  updateConversationPinnedState: {
    parameters: ConversationReference & { readonly isPinned: boolean }
    result: { readonly settings: ConversationSettings }
  }
  /** Refused: `conversation-not-found`. */
  setConversationFlag: {
    parameters: ConversationReference & { readonly flag: ConversationFlag; readonly isOn: boolean }
    result: { readonly settings: ConversationSettings }
  }
  /** Takes it off the list of all devices up to the message at `order`; messages stay. Refused: `conversation-not-found`, `message-not-found`. */
  deleteConversation: {
    parameters: ConversationReference & { readonly order: string }
    result: { readonly settings: ConversationSettings }
  }
}
