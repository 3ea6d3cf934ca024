import type { Workload, WorkloadEvent } from './workload.ts'

/** One message as somebody has it. */
export interface HeldMessage {
  readonly messageID: string
  readonly sender: string
  /** What it says now; absent when it was taken back. */
  readonly text?: string | undefined
}

/** One conversation as somebody has it, its messages oldest first. */
export interface HeldConversation {
  readonly conversation: string
  /** Absent where nobody counts. */
  readonly unreadCount?: number | undefined
  readonly messages: readonly HeldMessage[]
}

/**
 * How every conversation must be at the end, out of the workload alone: what was there before, what came, and then the
 * offline sends, which the backend took last. Unread is what others said after the reader last read or wrote, without
 * what was taken back.
 */
export const foretell = ({ reader, before, away, sends }: Workload): readonly HeldConversation[] => {
  const sent = sends.map(({ conversation, messageID, text }): WorkloadEvent => {
    return { type: 'said', time: 0, conversation, sender: reader, messageID, text }
  })
  const conversations = new Map<string, { read: number; messages: HeldMessage[] }>()
  for (const event of [...before, ...away, ...sent]) {
    const held = conversations.get(event.conversation) ?? { read: 0, messages: [] }
    conversations.set(event.conversation, held)
    const change = (messageID: string, text: string | undefined): void => {
      held.messages = held.messages.map((message) => (message.messageID === messageID ? { ...message, text } : message))
    }
    if (event.type === 'said') {
      held.messages.push({ messageID: event.messageID, sender: event.sender, text: event.text })
      if (event.sender === reader) held.read = held.messages.length
    } else if (event.type === 'edited') change(event.messageID, event.text)
    else if (event.type === 'tookBack') change(event.messageID, undefined)
    else if (event.type === 'read') held.read = held.messages.length
  }
  return [...conversations].map(([conversation, { read, messages }]) => ({
    conversation,
    unreadCount: messages.slice(read).filter(({ text }) => text !== undefined).length,
    messages,
  }))
}

/** What was found, by kind. A message that is held `otherwise` says something else than it should. */
export interface PeerAudit {
  readonly lost: readonly string[]
  readonly doubled: readonly string[]
  readonly reordered: readonly string[]
  readonly otherwise: readonly string[]
}

/** Everything in `held` that is not as in `wanted`. Counts are compared where `held` has them. */
export const auditHeld = (held: readonly HeldConversation[], wanted: readonly HeldConversation[]): PeerAudit => {
  const audit = { lost: [] as string[], doubled: [] as string[], reordered: [] as string[], otherwise: [] as string[] }
  const byName = new Map(held.map((conversation) => [conversation.conversation, conversation]))
  if (byName.size < held.length) audit.doubled.push('a conversation')
  for (const { conversation } of held) {
    if (!wanted.some((other) => other.conversation === conversation)) audit.otherwise.push(`${conversation} is there`)
  }
  for (const { conversation, unreadCount, messages } of wanted) {
    const shown = byName.get(conversation)
    if (shown === undefined) {
      audit.lost.push(conversation, ...messages.map(({ messageID }) => `${messageID} in ${conversation}`))
      continue
    }
    if (shown.unreadCount !== undefined && shown.unreadCount !== unreadCount) {
      audit.otherwise.push(`${conversation} has ${shown.unreadCount} unread, not ${unreadCount}`)
    }
    auditMessages(conversation, shown.messages, messages, audit)
  }
  return audit
}

const auditMessages = (
  conversation: string,
  held: readonly HeldMessage[],
  wanted: readonly HeldMessage[],
  audit: { readonly [Kind in keyof PeerAudit]: string[] },
): void => {
  const byID = new Map(held.map((message) => [message.messageID, message]))
  const wantedIDs = new Set(wanted.map(({ messageID }) => messageID))
  const seen = new Set<string>()
  for (const { messageID } of held) {
    if (seen.has(messageID)) audit.doubled.push(`${messageID} in ${conversation}`)
    if (!wantedIDs.has(messageID)) audit.otherwise.push(`${messageID} is in ${conversation}`)
    seen.add(messageID)
  }
  for (const { messageID, sender, text } of wanted) {
    const message = byID.get(messageID)
    if (message === undefined) audit.lost.push(`${messageID} in ${conversation}`)
    else if (message.sender !== sender || message.text !== text) {
      audit.otherwise.push(`${messageID} in ${conversation} says ${message.text ?? 'nothing'}`)
    }
  }
  const order = wanted.filter(({ messageID }) => byID.has(messageID))
  const shown = [...byID.keys()].filter((messageID) => wantedIDs.has(messageID))
  for (const [index, messageID] of shown.entries()) {
    if (messageID !== order[index]?.messageID) audit.reordered.push(`${messageID} in ${conversation}`)
  }
}

export const differencesOf = (audit: PeerAudit): readonly string[] =>
  Object.entries(audit).flatMap(([kind, found]: [string, readonly string[]]) => found.map((what) => `${kind}: ${what}`))
