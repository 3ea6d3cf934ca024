import type { BackendMessage, MessageReaction } from '../contract/backend-facts.js'
import type { Message } from '../contract/messages.js'
import type { MessageEffect, MessageRow, MessageVersion } from './schema.js'

/** The row as an app sees it. */
export function toMessage(row: MessageRow): Message {
  const { revision: _revision, confirmed: _confirmed, pending: _pending, ...kept } = row
  const { repliedMessageID: _replied, combinedLists: _combined, ...message } = kept
  return message
}

/** The fields of a version that a message need not have. */
const versionFields = ['editTime', 'mentionedUserIDs', 'isMentionAll', 'extendedData', 'repliedCount'] as const

/** What the backend tells of a message, without what never changes. */
export function versionOf(message: BackendMessage, content: MessageVersion['content']): MessageVersion {
  return pickVersion(message, content, message.reactionList ?? [])
}

/** What of the row is confirmed, whatever is pending. */
export function confirmedVersion(row: MessageRow): MessageVersion {
  return row.confirmed ?? pickVersion(row, row.content, row.reactionList)
}

function pickVersion(
  message: Omit<MessageVersion, 'content' | 'reactionList'>,
  content: MessageVersion['content'],
  reactionList: MessageVersion['reactionList'],
): MessageVersion {
  const version: Record<string, unknown> = {}
  for (const field of versionFields) if (message[field] !== undefined) version[field] = message[field]
  return { ...version, content, reactionList }
}

/** The row as it is shown with these effects of `userID` on top of this version. */
export function showMessage(
  row: MessageRow,
  confirmed: MessageVersion,
  effects: readonly MessageEffect[],
  userID: string,
): MessageRow {
  const { confirmed: _confirmed, pending: _pending, ...shownBefore } = row
  const facts = { ...shownBefore }
  for (const field of versionFields) delete facts[field]
  if (effects.length === 0) return { ...facts, ...confirmed }
  const pending = effects.toSorted((left, right) => left.sequence - right.sequence)
  const shown = pending.reduce((version, effect) => withEffect(version, effect, userID), confirmed)
  return { ...facts, ...shown, confirmed, pending }
}

function withEffect(version: MessageVersion, effect: MessageEffect, userID: string): MessageVersion {
  // Whatever else was to be done with it: a message that is taken back says nothing any more.
  if (version.content.type === 'revoked') return version
  switch (effect.type) {
    case 'edit':
      return { ...version, content: effect.content, editTime: effect.editTime }
    case 'revoke':
      return { content: { type: 'revoked', operatorUserID: userID, revokeTime: effect.revokeTime }, reactionList: [] }
    case 'addReaction':
      return { ...version, reactionList: withReaction(version.reactionList, effect.reactionType, userID) }
    case 'deleteReaction':
      return { ...version, reactionList: withoutReaction(version.reactionList, effect.reactionType, userID) }
  }
}

function withReaction(
  reactions: readonly MessageReaction[],
  reactionType: string,
  userID: string,
): readonly MessageReaction[] {
  const known = reactions.find((reaction) => reaction.reactionType === reactionType)
  if (known === undefined)
    return [...reactions, { reactionType, totalCount: 1, isSelfIncluded: true, userIDs: [userID] }]
  if (known.isSelfIncluded) return reactions
  const userIDs = known.userIDs.length < maxNamed ? [...known.userIDs, userID] : known.userIDs
  const given = { ...known, totalCount: known.totalCount + 1, isSelfIncluded: true, userIDs }
  return reactions.map((reaction) => (reaction === known ? given : reaction))
}

/** How many people a reaction names. */
const maxNamed = 5

function withoutReaction(
  reactions: readonly MessageReaction[],
  reactionType: string,
  userID: string,
): readonly MessageReaction[] {
  return reactions.flatMap((reaction) => {
    if (reaction.reactionType !== reactionType || !reaction.isSelfIncluded) return [reaction]
    if (reaction.totalCount === 1) return []
    const userIDs = reaction.userIDs.filter((named) => named !== userID)
    return [{ ...reaction, totalCount: reaction.totalCount - 1, isSelfIncluded: false, userIDs }]
  })
}
