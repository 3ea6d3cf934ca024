import type { OutboxRow, ShownEffect } from '../../store/schema.js'
import type { Update } from '../../store/writer.js'
import type { Attempts } from './attempts.js'
import { enqueue, isEnqueued, operationsOf, type NewOperation } from './queue.js'
import { removeOperation } from './settlement.js'

type Setting = Extract<
  NewOperation,
  { readonly operation: 'markRead' | 'updateConversationPinnedState' | 'setConversationDraft' | 'setConversationFlag' }
> & { readonly effect: Extract<ShownEffect, { of: 'conversation' }>['effect'] }

/** Sets something of a conversation. The last one wins: it takes the place of those that the backend has not heard of. */
export async function enqueueSetting(update: Update, setting: Setting, attempts: Attempts): Promise<void> {
  if (await isEnqueued(update, setting.operationID)) return
  const { effect, ...operation } = setting
  const isReplaced = (row: OutboxRow) =>
    row.operation === setting.operation && flagOf(row) === flagOf(setting) && !attempts.isTried(row)
  for (const row of await operationsOf(update, setting.parameters)) {
    if (isReplaced(row)) await removeOperation(update, row, 'discarded')
  }
  await enqueue(update, { ...operation, shows: { of: 'conversation', effect } })
}

/** Each flag is a setting of its own. */
function flagOf({ parameters }: Pick<OutboxRow, 'parameters'>): string | undefined {
  return 'flag' in parameters ? parameters.flag : undefined
}
