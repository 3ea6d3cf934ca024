import { ChatError } from '@latchkey/core/driver'
import { utf8Length } from '@latchkey/protocol'

/** What this backend allows. */
export interface BackendLimits {
  /** Longest text or payload of a message, in bytes of UTF-8. */
  readonly maxTextBytes: number
  /** How many people one group may have. */
  readonly maxGroupMembers: number
  /** How many administrators a group may have, the owner not counted. */
  readonly maxGroupAdmins: number
  /** How many groups one user may be in. */
  readonly maxGroupsPerUser: number
  /** How many conversations one user may have pinned. */
  readonly maxPinnedConversations: number
  /** How many others one user may block. */
  readonly maxBlockedUsers: number
  /** How many friends one user may have. */
  readonly maxFriendsPerUser: number
  /** Applications for friendship that are kept for one user, sent and received. Answered and expired ones make room. */
  readonly maxFriendApplicationsPerUser: number
  /** How long an application for friendship can be answered. */
  readonly friendApplicationLifeMs: number
  /** Applications about groups that are kept for one user, of all kinds. Answered and expired ones make room. */
  readonly maxGroupApplicationsPerUser: number
  /** How long an application about a group can be answered. */
  readonly groupApplicationLifeMs: number
  /** How many others' status one user may follow; beyond that the oldest subscription makes room. */
  readonly maxStatusSubscriptions: number
  /** Whether a user may add another as a friend without asking. */
  readonly areFriendsAddedUnasked: boolean
  /** How long after it was sent a message may be edited. */
  readonly editWindowMs: number
  /** How long after it was sent its sender may revoke it. Owner and administrators of a group may at any time. */
  readonly revokeWindowMs: number
  /** Longest file, in bytes. */
  readonly maxFileBytes: number
  /** Files that one user has uploaded, or begun to, and that are in no message. */
  readonly maxUnusedFiles: number
  /** About how large a page of changes or of history may be, in bytes of JSON. At least one change always fits. */
  readonly maxPageBytes: number
}

const dayMs = 24 * 60 * 60 * 1_000

export const defaultLimits: BackendLimits = {
  maxTextBytes: 8_192,
  maxGroupMembers: 10_000,
  maxGroupAdmins: 50,
  maxGroupsPerUser: 1_000,
  maxPinnedConversations: 100,
  maxBlockedUsers: 1_000,
  maxFriendsPerUser: 3_000,
  maxFriendApplicationsPerUser: 3_000,
  friendApplicationLifeMs: 7 * dayMs,
  maxGroupApplicationsPerUser: 1_000,
  groupApplicationLifeMs: 7 * dayMs,
  maxStatusSubscriptions: 3_000,
  areFriendsAddedUnasked: true,
  editWindowMs: dayMs,
  revokeWindowMs: dayMs,
  maxFileBytes: 100 * 1_024 * 1_024,
  maxUnusedFiles: 100,
  maxPageBytes: 512 * 1_024,
}

/** Limits that belong to the contract and not to an installation. */
export const contractLimits = {
  usersPerCall: 100,
  invitees: 9,
  peopleInCall: 10,
  peopleOfCall: 100,
  callTimeoutSeconds: 600,
  nameBytes: 256,
  avatarUrlBytes: 500,
  noticeBytes: 1_024,
  muteSeconds: 604_800,
  extendedDataBytes: 1_024,
  friendNoteBytes: 256,
  friendsPerCheck: 20,
  applicationWordingBytes: 1_024,
  customSubType: 200,
  draftBytes: 48 * 1_024,
  reactionBytes: 32,
  mentionsPerMessage: 50,
  repliesPerPage: 100,
  messagesPerQuery: 100,
  pinnedMessages: 20,
  reactionTypesPerMessage: 100,
  groupAttributes: 10,
  groupAttributeKeyBytes: 16,
  groupAttributeBytes: 1_024,
  platformsPerRule: 16,
  onlinePlatforms: 16,
  customStatusBytes: 64,
  customStatusSeconds: 31_536_000,
  subscriptionSeconds: 2_592_000,
  messagesPerDeletion: 100,
  changesPerPull: 1_000,
  changesPerPage: 2_000,
  headsPerCall: 200,
  messagesPerPage: 100,
  membersPerPage: 100,
  fileChunkBytes: 256 * 1_024,
  mimeTypeBytes: 256,
  itemsPerMessage: 20,
  filesPerMessage: 10,
  combineTitleBytes: 100,
  combineSummaryBytes: 500,
  combinedPerMessage: 100,
  combinedLevels: 4,
  combinedBytes: 256 * 1_024,
  combinedFiles: 100,
  pictureSide: 65_535,
  thumbhashBytes: 64,
  recordingMs: dayMs,
} as const

/** Refuses with `limit-exceeded`; `limit` names the limit in the error's details. */
export function assertAtMost(limit: string, value: number, maximum: number): void {
  if (value > maximum) throw new ChatError('limit-exceeded', { details: { limit, maximum } })
}

export function assertBytes(limit: string, text: string, maximum: number): void {
  // No character takes less than one byte: the cheap test first, against texts made to be slow to count.
  assertAtMost(limit, text.length, maximum)
  assertAtMost(limit, utf8Length(text), maximum)
}

/** Refuses with `invalid-argument`. */
export function assertRule(argument: string, rule: string, holds: boolean): void {
  if (!holds) throw new ChatError('invalid-argument', { details: { argument, rule } })
}

export function assertCount(argument: string, value: number, minimum: number, maximum: number): void {
  assertRule(
    argument,
    `an integer from ${minimum} to ${maximum}`,
    Number.isInteger(value) && value >= minimum && value <= maximum,
  )
}
