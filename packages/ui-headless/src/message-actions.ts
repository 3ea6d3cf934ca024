import type { Message } from '@latchkey/core'
import type { Texts } from './texts.js'

/**
 * What a person can do with a message. `revoke` deletes it for everybody, `deleteForMe` on all of one's own devices. `whoReacted` and
 * `whoRead` tell.
 */
export type MessageAction =
  | 'react'
  | 'reply'
  | 'copy'
  | 'pinMessage'
  | 'unpinMessage'
  | 'edit'
  | 'whoReacted'
  | 'whoRead'
  | 'revoke'
  | 'deleteForMe'

/** The signs that are offered; what others answered with is shown whatever it is. */
export const reactionSigns = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

/** One sign under a bubble. */
export interface ReactionView {
  readonly sign: string
  readonly count: number
  readonly isOwn: boolean
  /** What a screen reader says of it. */
  readonly label: string
  /** `You, Ada Lovelace and 3 others` */
  readonly who: string
}

/** What is known where a message stands. */
export interface MessagePlace {
  /** Nothing can be written there any more. */
  readonly isDisabled: boolean
  readonly isGroup: boolean
  readonly isPinned: boolean
  readonly offers: { readonly pinning: boolean; readonly reactors: boolean; readonly receipts: boolean }
}

/** What can be done with `message` now, in the order of a menu. */
export function messageActions(
  message: Message,
  { isDisabled, isGroup, isPinned, offers }: MessagePlace,
): readonly MessageAction[] {
  const { content, sentStatus } = message
  const isOwn = message.direction === 'send'
  // A failed message has its own bar. Whoever edits or takes back says so to a backend that has the message, or will.
  const isShared = !message.isUserInserted && !isDisabled && content.type !== 'revoked'
  const isAlive = isShared && sentStatus !== 'failed'
  const isSent = isAlive && sentStatus === 'sent'
  const hasText = content.type === 'text' || (content.type === 'multiple' && content.itemList.some(isText))
  const may: readonly (readonly [MessageAction, boolean])[] = [
    ['react', isSent],
    ['reply', isAlive],
    ['copy', hasText],
    [isPinned ? 'unpinMessage' : 'pinMessage', isSent && offers.pinning],
    ['edit', isAlive && isOwn && content.type === 'text'],
    ['whoReacted', offers.reactors && message.reactionList.length > 0],
    ['whoRead', isSent && isOwn && isGroup && offers.receipts],
    ['revoke', isAlive && isOwn],
    ['deleteForMe', sentStatus === 'sent'],
  ]
  return may.filter(([, isAllowed]) => isAllowed).map(([action]) => action)
}

function isText({ type }: { readonly type: string }): boolean {
  return type === 'text'
}

/** `nameOf` says who the others are that answered with a sign; of many the first. */
export function reactionViews(
  reactionList: Message['reactionList'],
  { texts, selfUserID, nameOf }: { readonly texts: Texts; readonly selfUserID: string; nameOf(userID: string): string },
): readonly ReactionView[] {
  return reactionList.map(({ reactionType, totalCount, isSelfIncluded, userIDs }) => {
    const others = userIDs.filter((userID) => userID !== selfUserID).map(nameOf)
    const names = isSelfIncluded ? [texts.you, ...others] : others
    return {
      sign: reactionType,
      count: totalCount,
      isOwn: isSelfIncluded,
      label: texts.reaction(reactionType, totalCount, isSelfIncluded),
      who: texts.andOthers(names, totalCount - names.length),
    }
  })
}
