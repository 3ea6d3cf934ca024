import type { MessagePlace, MessageReactions, ReactionRow } from './log-rows.js'
import { messageName, type MemoryRows } from './memory-rows.js'

const namedUsers = 5

/** What stands under one message, for `userID`; `undefined` when nothing does. */
export function readMemoryReactions(
  rows: MemoryRows,
  userID: string,
  { conversationKey, messageSeq }: MessagePlace,
): MessageReactions | undefined {
  const bySign = new Map<string, ReactionRow[]>()
  const given = rows.reactions.get(messageName({ conversationKey, messageSeq })) ?? []
  for (const reaction of given.toSorted((one, other) => one.revision - other.revision)) {
    bySign.set(reaction.reactionType, [...(bySign.get(reaction.reactionType) ?? []), reaction])
  }
  if (bySign.size === 0) return undefined
  const reactionList = [...bySign].map(([reactionType, reactions]) => ({
    reactionType,
    totalCount: reactions.length,
    isSelfIncluded: reactions.some((reaction) => reaction.userID === userID),
    userIDs: reactions.slice(0, namedUsers).map((reaction) => reaction.userID),
    signRevision: reactions[0]?.signRevision ?? 0,
  }))
  return {
    conversationKey,
    messageSeq,
    reactionList: reactionList.sort((one, other) => one.signRevision - other.signRevision),
  }
}
