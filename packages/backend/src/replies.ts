import type { OperationParameters, OperationResult } from '@latchkey/core/driver'
import type { MessageGrounds } from './authorisation.js'
import { assertCount, contractLimits } from './limits.js'
import type { QueryContext } from './operation-context.js'
import { fromOrder } from './order.js'
import { presentMessages } from './present-messages.js'

/** Every answer to a message has it once, however many there are. */
export async function queryMessageRepliedList(
  context: QueryContext,
  { count, afterOrder }: OperationParameters<'queryMessageRepliedList'>,
  { message }: MessageGrounds,
): Promise<OperationResult<'queryMessageRepliedList'>> {
  assertCount('count', count, 1, contractLimits.repliesPerPage)
  const afterSeq = afterOrder === undefined ? 0 : (fromOrder(afterOrder) ?? 0)
  const found = await context.reader.listReplies(message, afterSeq, count + 1)
  return { messageList: await presentMessages(context, found.slice(0, count)), more: found.length > count }
}
