import type { FriendAttributes } from '../contract/registers.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import type { SessionAccess } from '../domain/session-access.js'
import { refuseArgument, requireList, requireOptions, requireText, requireUserID } from '../runtime/argument.js'

const attributeKeys = ['k0', 'k1', 'k2', 'k3', 'k4'] as const
const maxNoteBytes = 256
const maxUsers = 20

export function requireAlias(argument: string, value: unknown): string {
  return requireText(argument, value, { maxBytes: maxNoteBytes })
}

/** A copy with its keys in their order, so that what is the same is the same text. */
export function requireAttributes(argument: string, value: unknown): FriendAttributes {
  const given = requireOptions(argument, value)
  const attributes: { -readonly [Key in keyof FriendAttributes]: FriendAttributes[Key] } = {}
  for (const key of attributeKeys) {
    if (given[key] !== undefined) {
      attributes[key] = requireText(`${argument}.${key}`, given[key], { maxBytes: maxNoteBytes })
    }
  }
  if (Object.keys(given).some((key) => !Object.hasOwn(attributes, key) && given[key] !== undefined)) {
    refuseArgument(argument, `must have no other keys than ${attributeKeys.join(', ')}`)
  }
  return attributes
}

export function requireNotes(options: unknown) {
  const given = requireOptions('options', options, { isOptional: true })
  return {
    friendAlias: requireAlias('options.friendAlias', given['friendAlias'] ?? ''),
    friendAttributes: requireAttributes('options.friendAttributes', given['friendAttributes'] ?? {}),
  }
}

/** Another user than the one of the session. */
export function requireOther(access: SessionAccess, userID: string) {
  const session = access.require()
  if (userID === session.userID) refuseArgument('userID', 'must not be the user')
  return session
}

export function requireSomeUserIDs(userIDs: unknown, idRule: TransportDriver['idRule']): readonly string[] {
  return requireList('userIDs', userIDs, (argument, value) => requireUserID(argument, value, idRule), {
    maxCount: maxUsers,
  })
}
