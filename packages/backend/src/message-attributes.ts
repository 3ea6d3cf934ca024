import type { MessageAttributes } from '@latchkey/core/driver'
import { assertUserID } from './identifiers.js'
import { assertAtMost, assertBytes, assertRule, contractLimits } from './limits.js'

/** The attributes of a message that is sent; absent when it has none. Refuses what is too much. */
export function takeAttributes(given: MessageAttributes): MessageAttributes | undefined {
  const { mentionedUserIDs = [], isMentionAll, extendedData = '' } = given
  assertAtMost('mentionedUserIDs', mentionedUserIDs.length, contractLimits.mentionsPerMessage)
  assertRule('mentionedUserIDs', 'distinct', new Set(mentionedUserIDs).size === mentionedUserIDs.length)
  for (const userID of mentionedUserIDs) assertUserID('mentionedUserIDs', userID)
  assertBytes('extendedData', extendedData, contractLimits.extendedDataBytes)
  const attributes: MessageAttributes = {
    ...(mentionedUserIDs.length > 0 && { mentionedUserIDs }),
    ...(isMentionAll && { isMentionAll }),
    ...(extendedData !== '' && { extendedData }),
  }
  return Object.keys(attributes).length > 0 ? attributes : undefined
}
