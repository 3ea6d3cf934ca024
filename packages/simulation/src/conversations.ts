import type { ConversationReference } from '@latchkey/core'
import type { Random } from './random.js'
import type { World } from './world.js'

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
