import type { ConversationReference } from '@latchkey/core'
import type { ConversationKey } from '@latchkey/backend'
import type { Random } from './random.js'
import type { World } from './world.js'

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

/** A conversation that the user may well have; now and then one that nobody has. */
export function chooseConversation(world: World, userID: string, random: Random): ConversationReference {
  if (world.groupIDs.length > 0 && random.chance(0.4)) {
    // The first group has everybody, and most of the talk.
    const conversationID = random.chance(0.6) ? world.groupIDs[0] : random.pick(world.groupIDs)
    return { conversationType: 'group', conversationID: conversationID ?? '' }
  }
  const others = world.userIDs.filter((other) => other !== userID)
  return { conversationType: 'peer', conversationID: random.pick(others) ?? '' }
}
