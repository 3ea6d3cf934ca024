import { conversationRow, messageKey } from '../../store/conversation-rows.js'
import { confirmedVersion, showMessage } from '../../store/message-rows.js'
import { showRegister } from '../../store/register-rows.js'
import type { OutboxRow } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'

/**
 * What waiting operations show is written, not computed when somebody looks: each row keeps what is confirmed and what is
 * pending, and is recomputed from both in the batch that changes either (`docs/decisions/0004`).
 */

/** Shows what the operation makes of its message, conversation or registers. A message that is gone shows nothing. */
export async function showEffect(update: Update, row: OutboxRow): Promise<void> {
  const { operationID, sequence, shows } = row
  if (shows === undefined) return
  if (shows.of === 'register') {
    for (const { kind, conversation, key, value } of shows.registerList) {
      const effect = { operationID, sequence, ...(value === undefined ? {} : { value }) }
      await showRegister(update, { kind, key, ...(conversation && { conversation }) }, (row) => ({
        ...row,
        pending: [...(row.pending ?? []), effect].toSorted((left, right) => left.sequence - right.sequence),
      }))
    }
    return
  }
  if (shows.of === 'conversation') {
    const conversation = await conversationRow(update.draft, row, update.now)
    const pending = [...conversation.pending, { ...shows.effect, operationID, sequence }]
    pending.sort((left, right) => left.sequence - right.sequence)
    update.draft.put('conversations', { ...conversation, pending })
  } else {
    const message = await update.draft.get('messages', messageKey({ ...row, messageID: shows.messageID }))
    if (message === undefined) return
    update.watch(message)
    const pending = [...(message.pending ?? []), { ...shows.effect, operationID, sequence }]
    update.draft.put('messages', showMessage(message, confirmedVersion(message), pending, update.userID))
  }
  update.touch(row)
}

/** Takes away what the operation showed. */
export async function hideEffect(update: Update, row: OutboxRow): Promise<void> {
  const { operationID, shows } = row
  if (shows?.of === 'register') {
    for (const { kind, conversation, key } of shows.registerList) {
      await showRegister(update, { kind, key, ...(conversation && { conversation }) }, (row) => ({
        ...row,
        pending: (row.pending ?? []).filter((effect) => effect.operationID !== operationID),
      }))
    }
    return
  }
  update.touch(row)
  if (shows === undefined) return
  if (shows.of === 'conversation') {
    const conversation = await conversationRow(update.draft, row, update.now)
    const pending = conversation.pending.filter((effect) => effect.operationID !== operationID)
    if (pending.length < conversation.pending.length) update.draft.put('conversations', { ...conversation, pending })
  } else {
    const message = await update.draft.get('messages', messageKey({ ...row, messageID: shows.messageID }))
    if (message?.pending === undefined) return
    update.watch(message)
    const pending = message.pending.filter((effect) => effect.operationID !== operationID)
    update.draft.put('messages', showMessage(message, confirmedVersion(message), pending, update.userID))
  }
}
