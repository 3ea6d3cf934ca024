import type { Change, TransportSupports } from '@latchkey/core/driver'
import * as v from './schema.js'
import { groupID, identifier, list, userID } from './bounded-values.js'
import {
  callInvitation,
  conversationHead,
  conversationSettings,
  group,
  groupMember,
  message,
  readMark,
  removedCount,
  user,
} from './facts.js'
import { hasKnownKind, register, registerKinds } from './registers.js'
import { readWith } from './validation.js'
import { inOnePiece, type Steps } from './steps.js'
import { wireLimits } from './wire-limits.js'

/** The schema of every change that this version knows, by its type. */
export const changeSchemas = {
  userChanged: v.object({ type: v.oneOf('userChanged'), user }),
  groupChanged: v.object({ type: v.oneOf('groupChanged'), group }),
  groupLeft: v.object({ type: v.oneOf('groupLeft'), groupID }),
  groupMembersChanged: v.object({
    type: v.oneOf('groupMembersChanged'),
    groupID,
    memberList: list(groupMember),
    removedUserIDs: list(userID),
  }),
  messageAdded: v.object({ type: v.oneOf('messageAdded'), message }),
  messageChanged: v.object({
    type: v.oneOf('messageChanged'),
    message,
    readMark: v.optional(readMark),
    removedCount,
  }),
  readMarkMoved: v.object({ type: v.oneOf('readMarkMoved'), readMark, removedCount }),
  conversationSettingsChanged: v.object({
    type: v.oneOf('conversationSettingsChanged'),
    settings: conversationSettings,
  }),
  conversationHead: v.object({ type: v.oneOf('conversationHead'), head: conversationHead }),
  callInvitationChanged: v.object({ type: v.oneOf('callInvitationChanged'), callInvitation }),
  registerChanged: v.object({ type: v.oneOf('registerChanged'), register }),
}

/**
 * What this version knows of changes: their types, and of registers each kind. What was left out by a version that knew less is
 * read again by one that knows more.
 */
export const changeTypes: NonNullable<TransportSupports['changeTypes']> = [
  ...Object.keys(changeSchemas).filter(isChangeType),
  ...registerKinds.map((kind) => `registerChanged ${kind}` as const),
]

const typed = v.object({ type: identifier(64) })

/** Changes of any type, known or not yet, each as it came. A known type with a kind of register that is not known has none. */
const envelopes = list((change) => {
  const { type } = typed(change)
  const isKnown = isChangeType(type) && (type !== 'registerChanged' || hasKnownKind(change))
  return { change, ...(isKnown && { type }) }
}, wireLimits.maxChanges)

/** Few enough to take no time that anybody notices. */
const changesInStep = 25

/** The changes that this version knows, in their order, and how many it had to leave out. */
export interface KnownChanges {
  readonly changes: readonly Change[]
  readonly skippedCount: number
}

/** Reads a list of changes. A type, or kind of register, that this version does not know is skipped and counted; a known one must be whole. */
export function readChanges(value: unknown): KnownChanges {
  return inOnePiece(readChangesInSteps(value))
}

/** The same, in steps between which a reader may do something else. */
export function* readChangesInSteps(value: unknown): Steps<KnownChanges> {
  const told = readWith(envelopes, value, 'changes')
  const changes: Change[] = []
  for (const [index, { type, change }] of told.entries()) {
    if (index % changesInStep === changesInStep - 1) yield
    if (type === undefined) continue
    changes.push(readWith<Change>(changeSchemas[type], change, `changes.${index}`))
  }
  return { changes, skippedCount: told.length - changes.length }
}

function isChangeType(type: string): type is Change['type'] {
  return Object.hasOwn(changeSchemas, type)
}
