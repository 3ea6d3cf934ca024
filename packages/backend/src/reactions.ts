import type { OperationParameters, OperationResult } from '@latchkey/core/driver'
import type { MessageGrounds } from './authorisation.js'
import { assertAtMost, assertBytes, assertCount, assertRule, contractLimits } from './limits.js'
import type { KeptSign, MessageReactions, MessageRow } from './log-rows.js'
import { assertPresent, changeMessage } from './message-log.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { presentMessage } from './present-messages.js'
import { readUsers } from './users.js'

type Sign = MessageReactions['reactionList'][number]

export async function addReaction(
  context: OperationContext,
  { reactionType }: OperationParameters<'addMessageReaction'>,
  { message }: MessageGrounds,
): Promise<OperationResult<'addMessageReaction'>> {
  assertRule('reactionType', 'not blank', reactionType.trim() !== '')
  assertBytes('reactionType', reactionType, contractLimits.reactionBytes)
  assertPresent(message)
  const sign = await findSign(context, message, reactionType)
  if (sign?.isSelfIncluded) return { message: await presentMessage(context, message) }

  const signCount = message.signCount + (sign ? 0 : 1)
  assertAtMost('reactionTypes', signCount, contractLimits.reactionTypesPerMessage)
  const { conversationKey, messageSeq } = message
  const revision = message.revision + 1
  await context.transaction.addReaction({
    conversationKey,
    messageSeq,
    reactionType,
    userID: context.userID,
    revision,
    signRevision: sign?.signRevision ?? revision,
  })
  const changed = await changeMessage(context, { ...message, signCount, signs: await readSigns(context, message) })
  return { message: await presentMessage(context, changed) }
}

export async function deleteReaction(
  context: OperationContext,
  { reactionType }: OperationParameters<'deleteMessageReaction'>,
  { message }: MessageGrounds,
): Promise<OperationResult<'deleteMessageReaction'>> {
  assertPresent(message)
  const sign = await findSign(context, message, reactionType)
  if (!sign?.isSelfIncluded) return { message: await presentMessage(context, message) }
  await context.transaction.removeReaction(message, reactionType, context.userID)
  const signCount = message.signCount - (sign.totalCount === 1 ? 1 : 0)
  const changed = await changeMessage(context, { ...message, signCount, signs: await readSigns(context, message) })
  return { message: await presentMessage(context, changed) }
}

export async function queryReactionUsers(
  context: QueryContext,
  { reactionType, count, after = 0 }: OperationParameters<'queryMessageReactionUserList'>,
  { message }: MessageGrounds,
): Promise<OperationResult<'queryMessageReactionUserList'>> {
  assertCount('count', count, 1, contractLimits.usersPerCall)
  const sign = await findSign(context, message, reactionType)
  const found = await context.reader.listReactions(message, reactionType, after, count + 1)
  const given = found.slice(0, count)
  const users = new Map(
    (
      await readUsers(
        context.reader,
        given.map(({ userID }) => userID),
      )
    ).map((user) => [user.userID, user]),
  )
  const next = found.length > count ? given.at(-1)?.revision : undefined
  return {
    userList: given.flatMap(({ userID }) => users.get(userID) ?? []),
    totalCount: sign?.totalCount ?? 0,
    ...(next !== undefined && { next }),
  }
}

/** What stands under the message now. */
async function readSigns({ reader, userID }: QueryContext, message: MessageRow): Promise<readonly KeptSign[]> {
  const [found] = await reader.readReactions(userID, [message])
  const signs = found?.reactionList ?? []
  return signs.map(({ reactionType, totalCount, userIDs }) => ({ reactionType, totalCount, userIDs }))
}

async function findSign(
  { reader, userID }: QueryContext,
  message: MessageRow,
  reactionType: string,
): Promise<Sign | undefined> {
  const [found] = message.signCount > 0 ? await reader.readReactions(userID, [message]) : []
  return found?.reactionList.find((sign) => sign.reactionType === reactionType)
}
