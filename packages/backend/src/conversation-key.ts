import type { ConversationReference } from '@latchkey/core/driver'

/**
 * The name under which a conversation is stored once, whoever looks at it. The two users of a peer conversation see it
 * under each other's userID.
 */
export type ConversationKey = string

// Not allowed in a userID (OL-02), so a pair is never read as another pair.
const separator = ','

export function groupConversationKey(groupID: string): ConversationKey {
  return `g:${groupID}`
}

function peerConversationKey(userID: string, otherUserID: string): ConversationKey {
  const [first, second] = userID < otherUserID ? [userID, otherUserID] : [otherUserID, userID]
  return `p:${first}${separator}${second}`
}

export function toConversationKey(userID: string, conversation: ConversationReference): ConversationKey {
  return conversation.conversationType === 'group'
    ? groupConversationKey(conversation.conversationID)
    : peerConversationKey(userID, conversation.conversationID)
}

/** The conversation as `userID` sees it. */
export function toConversationReference(userID: string, conversationKey: ConversationKey): ConversationReference {
  const name = conversationKey.slice(2)
  if (conversationKey.startsWith('g:')) return { conversationType: 'group', conversationID: name }
  const cut = name.indexOf(separator)
  const first = name.slice(0, cut)
  return { conversationType: 'peer', conversationID: first === userID ? name.slice(cut + 1) : first }
}
