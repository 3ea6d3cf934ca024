import type { ConversationReference, QueueableOperation } from '@latchkey/core'

/** An operation that the device acknowledged: its promise resolved, so it must never be lost. */
export interface AcknowledgedOperation extends ConversationReference {
  readonly operationID: string
  readonly operation: QueueableOperation
  readonly userID: string
  /** Of messages. */
  readonly messageID?: string
  readonly text?: string
  /** When it was asked for, and when its promise resolved, in virtual time. */
  readonly askedAt: number
  readonly acknowledgedAt: number
  /** The user, or a wipe that they asked for, took it back; then it may have reached the backend or not. */
  isTakenBack: boolean
  /** A later one of its kind was asked for, and may have taken its place. */
  isReplaced: boolean
  /** It failed for good at some time: later ones may have gone ahead. */
  hasFailed: boolean
}

/** Something was asked for that may take the place of operations of these kinds, or make them needless. */
export interface Replacement {
  readonly kinds: readonly AcknowledgedOperation['operation'][]
  readonly name: string
  readonly at: number
}

/** What a device was told to do to the data of one user, as far as it was acknowledged. */
export interface DeviceLedger {
  readonly operations: Map<string, AcknowledgedOperation>
  readonly replacements: Replacement[]
  /** The texts of messages that were asked to be sent, whatever came of it. */
  readonly texts: Set<string>
  /** Messages of the backend that were deleted on this device: by conversation and messageID. */
  readonly deleted: Set<string>
  /** Messages whose deletion was asked for, and whose answer never came: they may be here or not. */
  readonly perhapsDeleted: Set<string>
  /** Conversations that this device made by itself, or took off its list. */
  readonly madeHere: Set<string>
  readonly takenOff: Set<string>
}

export function createDeviceLedger(): DeviceLedger {
  return {
    operations: new Map(),
    replacements: [],
    texts: new Set(),
    deleted: new Set(),
    perhapsDeleted: new Set(),
    madeHere: new Set(),
    takenOff: new Set(),
  }
}

export function conversationName({ conversationType, conversationID }: ConversationReference): string {
  return `${conversationType}/${conversationID}`
}

export function messageName(conversation: ConversationReference, messageID: string): string {
  return `${conversationName(conversation)}/${messageID}`
}
