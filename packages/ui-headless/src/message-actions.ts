import type { Message } from '@latchkey/core'
import type { Texts } from './texts.js'

/** What a person can do with a message. `revoke` deletes it for everybody, `deleteForMe` on all of one's own devices. */
export type MessageAction = 'react' | 'edit' | 'revoke' | 'deleteForMe'

/** The signs that are offered; what others answered with is shown whatever it is. */
export const reactionSigns = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

/** One sign under a bubble. */
export interface ReactionView {
  readonly sign: string
  readonly count: number
  readonly isOwn: boolean
  /** What a screen reader says of it. */
  readonly label: string
}

/** What can be done with `message` now, in the order of a menu. `isDisabled`: nothing can be written there any more. */
export function messageActions(message: Message, isDisabled: boolean): readonly MessageAction[] {
  const isOwn = message.direction === 'send'
  // A failed message has its own bar. Whoever edits or takes back says so to a backend that has the message, or will.
  const isShared = !message.isUserInserted && !isDisabled && message.content.type !== 'revoked'
  const isAlive = isShared && message.sentStatus !== 'failed'
  return [
    ...(isAlive && message.sentStatus === 'sent' ? (['react'] as const) : []),
    ...(isAlive && isOwn && message.content.type === 'text' ? (['edit'] as const) : []),
    ...(isAlive && isOwn ? (['revoke'] as const) : []),
    ...(message.sentStatus === 'sent' ? (['deleteForMe'] as const) : []),
  ]
}

export function reactionViews(reactionList: Message['reactionList'], texts: Texts): readonly ReactionView[] {
  return reactionList.map(({ reactionType, totalCount, isSelfIncluded }) => ({
    sign: reactionType,
    count: totalCount,
    isOwn: isSelfIncluded,
    label: texts.reaction(reactionType, totalCount, isSelfIncluded),
  }))
}
