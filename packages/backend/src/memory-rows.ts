import type {
  Audience,
  CallRow,
  ConversationRow,
  ConversationStateRow,
  FileRow,
  GroupRow,
  KeptCombined,
  LogEntry,
  MembershipRow,
  MessagePlace,
  MessageRow,
  OperationRow,
  ReactionRow,
  RegisterRow,
  UserRow,
} from './log-rows.js'

/** Everything a memory store holds. Rows are replaced, never changed, so that undoing is putting back. */
export interface MemoryRows {
  readonly epoch: string
  lastPosition: number
  trimmedPosition: number
  /** By audience, in order. */
  readonly entries: Map<string, TimedEntry[]>
  readonly users: Map<string, UserRow>
  readonly groups: Map<string, GroupRow>
  /** By group and by user: the stays of that user in that group, oldest first. */
  readonly stays: Map<string, Map<string, readonly MembershipRow[]>>
  /** The groups a user ever was in. */
  readonly groupsOfUser: Map<string, ReadonlySet<string>>
  readonly conversations: Map<string, ConversationRow>
  /** By user and by conversation. */
  readonly states: Map<string, Map<string, ConversationStateRow>>
  /** By conversation; the message with `messageSeq` n is at n − 1. */
  readonly messages: Map<string, MessageRow[]>
  /** By conversation and messageID. */
  readonly messageIDs: Map<string, MessageRow>
  /** By message: in the order in which they were given. */
  readonly reactions: Map<string, readonly ReactionRow[]>
  /** By message: what a combined one holds. */
  readonly combined: Map<string, readonly KeptCombined[]>
  /** By user and conversation: the `messageSeq`s that the user deleted. */
  readonly deletions: Map<string, ReadonlySet<number>>
  /** By audience and by name. */
  readonly registers: Map<string, Map<string, RegisterRow>>
  readonly calls: Map<string, CallRow>
  /** By user: callIDs, in the order in which the user came to them. */
  readonly callsOfUser: Map<string, readonly string[]>
  /** By user and operationID. */
  readonly operations: Map<string, OperationRow>
  readonly files: Map<string, FileRow>
  /** By fileID: the places of the messages that hold it, at least one. */
  readonly fileUses: Map<string, readonly MessagePlace[]>
}

export interface TimedEntry extends LogEntry {
  readonly time: number
}

export function createMemoryRows(epoch: string): MemoryRows {
  return {
    epoch,
    lastPosition: 0,
    trimmedPosition: 0,
    entries: new Map(),
    users: new Map(),
    groups: new Map(),
    stays: new Map(),
    groupsOfUser: new Map(),
    conversations: new Map(),
    states: new Map(),
    messages: new Map(),
    messageIDs: new Map(),
    reactions: new Map(),
    combined: new Map(),
    deletions: new Map(),
    registers: new Map(),
    calls: new Map(),
    callsOfUser: new Map(),
    operations: new Map(),
    files: new Map(),
    fileUses: new Map(),
  }
}

export function audienceName(audience: Audience): string {
  return audience.type === 'user' ? `user ${audience.userID}` : `group ${audience.groupID}`
}

export function messageName({ conversationKey, messageSeq }: MessagePlace): string {
  return `${messageSeq} ${conversationKey}`
}

/** A key of two parts, of which the second has no line break. */
export function pairName(first: string, second: string): string {
  return `${second}\n${first}`
}

/** The stay that lasts, if one does. */
export function presentStay(stays: readonly MembershipRow[] | undefined): MembershipRow | undefined {
  const last = stays?.at(-1)
  return last?.toPosition === undefined ? last : undefined
}
