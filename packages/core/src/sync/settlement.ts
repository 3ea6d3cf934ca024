import { conversationKey, conversationRow } from '../store/conversation-rows.js'
import type { OutboxRow } from '../store/schema.js'
import type { Update } from '../store/writer.js'

/** The operation has reached the backend: it leaves the outbox, and what it showed gives way to what is confirmed. */
export async function settleOperation(update: Update, operationID: string): Promise<void> {
  const row = await update.draft.get('outbox', [operationID])
  if (row === undefined) return
  await removeOperation(update, row)
  update.report({
    name: 'operationSettled',
    event: { operationID, operation: row.operation, outcome: 'succeeded' },
  })
}

/** Takes an operation out of the outbox together with its effect on the conversation. */
export async function removeOperation(update: Update, row: OutboxRow): Promise<void> {
  update.draft.delete('outbox', [row.operationID])
  const conversation = await update.draft.get('conversations', conversationKey(row.parameters))
  if (conversation !== undefined && conversation.pending.some(({ operationID }) => operationID === row.operationID)) {
    const known = await conversationRow(update.draft, row.parameters, update.now)
    update.draft.put('conversations', {
      ...known,
      pending: known.pending.filter(({ operationID }) => operationID !== row.operationID),
    })
  }
  update.touch(row.parameters)
}
