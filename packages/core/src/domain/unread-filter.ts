import { hasFlag, unreadOf } from '../store/conversation-rows.js'
import type { ConversationRow } from '../store/schema.js'
import { requireBoolean, requireInteger, requireList, requireOneOf, requireOptions } from '../runtime/argument.js'

/** What each conversation adds to the total that is asked for. */
export function requireUnreadFilter(filter: unknown): (row: ConversationRow) => number {
  if (filter === undefined) return unreadOf
  const given = requireOptions('filter', filter)
  const isIncluded = (name: string) => given[name] !== undefined && requireBoolean(`filter.${name}`, given[name])
  const isMutedIncluded = isIncluded('isMutedIncluded')
  const isArchivedIncluded = isIncluded('isArchivedIncluded')
  const types =
    given['conversationTypes'] === undefined
      ? undefined
      : requireList(
          'filter.conversationTypes',
          given['conversationTypes'],
          (argument, value) => requireOneOf(argument, value, ['peer', 'group']),
          { maxCount: 2 },
        )
  const marks =
    given['marks'] === undefined
      ? undefined
      : requireList(
          'filter.marks',
          given['marks'],
          (argument, value) => `mark${requireInteger(argument, value, { from: 1, to: 60 })}`,
          { maxCount: 60 },
        )
  return (row) => {
    if (!isMutedIncluded && hasFlag(row, 'doNotDisturb')) return 0
    if (!isArchivedIncluded && hasFlag(row, 'archived')) return 0
    if (types?.includes(row.conversationType) === false) return 0
    if (marks?.some((mark) => row.flags?.includes(mark)) === false) return 0
    return row.unreadMessageCount
  }
}
