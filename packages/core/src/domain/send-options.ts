import type { SendMessageOptions } from '../contract/messages.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import {
  requireBoolean,
  requireIdentifier,
  requireList,
  requireOptions,
  requireText,
  requireUserID,
} from '../runtime/argument.js'

const maxMentions = 50

/** What goes with a message; a copy. Throws `invalid-argument`. */
export function requireSendOptions(options: unknown, idRule: TransportDriver['idRule']): SendMessageOptions {
  const given = requireOptions('options', options, { isOptional: true })
  const read = <Value>(name: string, check: (argument: string, value: unknown) => Value): Value | undefined =>
    given[name] === undefined ? undefined : check(`options.${name}`, given[name])
  const mentionedUserIDs = read('mentionedUserIDs', (argument, value) =>
    requireList(argument, value, (place, userID) => requireUserID(place, userID, idRule), {
      minCount: 0,
      maxCount: maxMentions,
    }),
  )
  const isMentionAll = read('isMentionAll', requireBoolean)
  const extendedData = read('extendedData', (argument, value) => requireText(argument, value, { maxBytes: 1_024 }))
  const repliedMessageID = read('repliedMessageID', requireIdentifier)
  return {
    ...(mentionedUserIDs?.length ? { mentionedUserIDs } : {}),
    ...(isMentionAll ? { isMentionAll } : {}),
    ...(extendedData ? { extendedData } : {}),
    ...(repliedMessageID === undefined ? {} : { repliedMessageID }),
  }
}
