import type { OutboxRow } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'
import { hideEffect } from './effects.js'

/** The operation has reached the backend: it leaves the outbox, and what it showed gives way to what is confirmed. */
export async function settleOperation(update: Update, operationID: string): Promise<void> {
  const row = await update.draft.get('outbox', [operationID])
  if (row === undefined) return
  await removeOperation(update, row, 'succeeded')
}

/** Takes an operation out of the outbox together with what it showed, and tells so. */
export async function removeOperation(
  update: Update,
  row: OutboxRow,
  outcome: 'succeeded' | 'discarded',
): Promise<void> {
  update.draft.delete('outbox', [row.operationID])
  await hideEffect(update, row)
  const { operationID, operation } = row
  update.report({ name: 'operationSettled', event: { operationID, operation, outcome } })
}
