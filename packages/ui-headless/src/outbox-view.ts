import type { ConversationReference, QueuedOperation } from '@latchkey/core'
import { conversationRowKey } from './conversation-row-key.js'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'

/** What the backend has not learned of. */
export interface OutboxView {
  /** Messages that it refused, in all conversations; at most 100 are looked at. */
  readonly failedMessageCount: number
  /** The keys of the conversations that these are in. */
  readonly failedKeys: ReadonlySet<string>
  /** Edits, deletions and signs that it refused: the operation by `messageKey`. */
  readonly failedChanges: ReadonlyMap<string, string>
}

const nothing: OutboxView = { failedMessageCount: 0, failedKeys: new Set(), failedChanges: new Map() }

export function messageKey(conversation: ConversationReference, messageID: string): string {
  return `${conversationRowKey(conversation)}/${messageID}`
}

export function createOutboxView({ chat }: Pick<Kit, 'chat'>): Readable<OutboxView> {
  const view = createWritable<OutboxView>(nothing, () => {
    const refresh = createRefresher(async () => {
      // A database that cannot be read leaves what was shown; without a session nothing may be.
      const read = chat.queryOperationList({ count: 100 }).then(({ operationList }) => toView(operationList))
      const next = await read.catch(() => (chat.userID === undefined ? nothing : view.getSnapshot()))
      if (!isSame(next, view.getSnapshot())) view.set(next)
    })
    const stops = [
      chat.on('operationSettled', refresh),
      chat.on('messageSentStatusChanged', refresh),
      chat.on('storageStateChanged', refresh),
      chat.on('connectionStateChanged', refresh),
    ]
    refresh()
    return () => {
      for (const stop of stops) stop()
    }
  })
  return view
}

function toView(operationList: readonly QueuedOperation[]): OutboxView {
  const failed = operationList.filter(({ state }) => state === 'failed')
  const messages = failed.filter(({ operation }) => operation === 'sendMessage')
  const changes = failed.flatMap((operation) =>
    operation.operation === 'sendMessage' || operation.messageID === undefined
      ? []
      : [[messageKey(operation, operation.messageID), operation.operationID] as const],
  )
  return {
    failedMessageCount: messages.length,
    failedKeys: new Set(messages.map(conversationRowKey)),
    failedChanges: new Map(changes),
  }
}

function isSame(left: OutboxView, right: OutboxView): boolean {
  return (
    left.failedMessageCount === right.failedMessageCount &&
    left.failedKeys.size === right.failedKeys.size &&
    [...left.failedKeys].every((key) => right.failedKeys.has(key)) &&
    left.failedChanges.size === right.failedChanges.size &&
    [...left.failedChanges].every(([key, operationID]) => right.failedChanges.get(key) === operationID)
  )
}
