import type { Change, ConversationReference, OperationParameters, OperationResult } from '@latchkey/core/driver'
import { createBackend, memoryLogStore, type BackendLimits, type BackendOperationName } from '../src/index.js'

/** A backend with registered users, a clock under control, and short ways to ask. */
export async function createWorld({
  users = ['ada', 'bob', 'cyd'],
  limits,
}: { readonly users?: readonly string[]; readonly limits?: Partial<BackendLimits> } = {}) {
  let now = 1_000_000
  let operationCount = 0
  let messageCount = 0
  const store = memoryLogStore()
  const backend = createBackend({ store, clock: { now: () => now }, ...(limits && { limits }) })
  for (const userID of users) await backend.putUser({ userID, userName: userID.toUpperCase() })

  /** A new operation, or, with `operationID`, a repeat. */
  function perform<Name extends BackendOperationName>(
    userID: string,
    operation: Name,
    parameters: OperationParameters<Name>,
    operationID = `operation-${++operationCount}`,
  ): Promise<OperationResult<Name>> {
    return backend.perform(userID, operation, parameters, { operationID })
  }

  async function send(
    userID: string,
    conversation: ConversationReference,
    text: string,
    messageID = `message-${++messageCount}`,
  ) {
    const content = { type: 'text', text } as const
    const { message } = await perform(userID, 'sendMessage', { ...conversation, messageID, content, sentTime: now })
    return message
  }

  /** Pulls to the end of the log, and returns everything that came. */
  async function follow(userID: string, from?: string, limit = 500): Promise<{ changes: Change[]; cursor: string }> {
    const changes: Change[] = []
    for (let cursor = from; ;) {
      const page = await backend.pull(userID, cursor, limit)
      if (page === 'tooFarBack') throw new Error('The log does not reach back that far.')
      changes.push(...page.changes)
      cursor = page.cursor
      if (!page.more) return { changes, cursor }
    }
  }

  return {
    backend,
    store,
    perform,
    send,
    follow,
    now: () => now,
    advance(durationMs: number) {
      now += durationMs
    },
  }
}

export function peer(userID: string): ConversationReference {
  return { conversationType: 'peer', conversationID: userID }
}

export function group(groupID: string): ConversationReference {
  return { conversationType: 'group', conversationID: groupID }
}

/** The changes of one type. */
export function only<Type extends Change['type']>(
  changes: readonly Change[],
  type: Type,
): (Change & { readonly type: Type })[] {
  return changes.filter((change): change is Change & { readonly type: Type } => change.type === type)
}

/** The texts of the messages that were added. */
export function texts(changes: readonly Change[]): string[] {
  return only(changes, 'messageAdded').map(({ message }) =>
    message.content.type === 'text' ? message.content.text : '',
  )
}
