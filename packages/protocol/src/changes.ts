import type { Change } from '@latchkey/core/driver'
import * as v from 'valibot'
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
import { readWith } from './validation.js'
import { wireLimits } from './wire-limits.js'

/** The schema of every change that this version knows, by its type. */
export const changeSchemas = {
  userChanged: v.object({ type: v.literal('userChanged'), user }),
  groupChanged: v.object({ type: v.literal('groupChanged'), group }),
  groupLeft: v.object({ type: v.literal('groupLeft'), groupID }),
  groupMembersChanged: v.object({
    type: v.literal('groupMembersChanged'),
    groupID,
    memberList: list(groupMember),
    removedUserIDs: list(userID),
  }),
  messageAdded: v.object({ type: v.literal('messageAdded'), message }),
  messageChanged: v.object({
    type: v.literal('messageChanged'),
    message,
    readMark: v.exactOptional(readMark),
    removedCount,
  }),
  readMarkMoved: v.object({ type: v.literal('readMarkMoved'), readMark, removedCount }),
  conversationSettingsChanged: v.object({
    type: v.literal('conversationSettingsChanged'),
    settings: conversationSettings,
  }),
  conversationHead: v.object({ type: v.literal('conversationHead'), head: conversationHead }),
  callInvitationChanged: v.object({ type: v.literal('callInvitationChanged'), callInvitation }),
}

/** The types of changes that this version knows. */
export const changeTypes: readonly Change['type'][] = Object.keys(changeSchemas).filter(isChangeType)

/** Changes of any type, known or not yet. */
const changeEnvelopes = list(v.looseObject({ type: identifier(64) }), wireLimits.maxChanges)

/** The changes that this version knows, in their order, and how many it had to leave out. */
export interface KnownChanges {
  readonly changes: readonly Change[]
  readonly skippedCount: number
}

/** Reads a list of changes. A type that this version does not know is skipped and counted; a known one must be whole. */
export function readChanges(value: unknown): KnownChanges {
  const envelopes = readWith(changeEnvelopes, value, 'changes')
  const changes: Change[] = []
  for (const [index, envelope] of envelopes.entries()) {
    if (!isChangeType(envelope.type)) continue
    changes.push(readWith<Change>(changeSchemas[envelope.type], envelope, `changes.${index}`))
  }
  return { changes, skippedCount: envelopes.length - changes.length }
}

function isChangeType(type: string): type is Change['type'] {
  return Object.hasOwn(changeSchemas, type)
}
