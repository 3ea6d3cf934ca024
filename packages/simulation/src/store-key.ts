import type { ConversationReference } from '@latchkey/core'
import type { ConversationKey } from '@latchkey/backend'

/** How the backend's log store names the conversation that `userID` sees as `conversation`. */
export function storeKey(userID: string, { conversationType, conversationID }: ConversationReference): ConversationKey {
  if (conversationType === 'group') return `g:${conversationID}`
  return `p:${[userID, conversationID].sort().join()}`
}

/** What `userID` sees under a key of the log store. */
export function seenAs(userID: string, key: ConversationKey): ConversationReference {
  const name = key.slice(2)
  if (key.startsWith('g:')) return { conversationType: 'group', conversationID: name }
  return { conversationType: 'peer', conversationID: name.split(',').find((part) => part !== userID) ?? userID }
}
