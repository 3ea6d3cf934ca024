import {
  ChatError,
  type CombinedMessage,
  type CombinedSource,
  type OperationParameters,
  type OperationResult,
} from '@latchkey/core/driver'
import { utf8Length } from '@latchkey/protocol'
import { mayRead, type MessageGrounds } from './authorisation.js'
import { holdFiles, releaseFiles } from './files.js'
import { assertAtMost, assertCount, assertRule, contractLimits } from './limits.js'
import type { KeptCombined, MessageRow } from './log-rows.js'
import { filesOf } from './message-content.js'
import { assertPresent } from './message-log.js'
import type { OperationContext, QueryContext } from './operation-context.js'
import { readClearedSeqs } from './cleared-conversations.js'
import { readUsers } from './users.js'

/**
 * Copies what a combined message holds, as it is now and as its sender sees it: nobody can put words into the mouth of others. What is
 * changed or taken back later stays in the copy.
 */
export async function holdCombined(
  context: OperationContext,
  message: MessageRow,
  source: CombinedSource,
): Promise<void> {
  const { messageIDs } = source
  assertCount('combined.messageIDs.length', messageIDs.length, 1, contractLimits.combinedPerMessage)
  assertRule('combined.messageIDs', 'distinct', new Set(messageIDs).size === messageIDs.length)
  const { content } = message
  const isCounted = content.type === 'combine' && content.itemCount === messageIDs.length
  assertRule('content.itemCount', 'how many are combined', isCounted)
  const combined: KeptCombined[] = []
  for (const row of await findSources(context, source)) combined.push(await copyOf(context, row))
  assertAtMost('combinedLevels', levelsOf(combined), contractLimits.combinedLevels)
  assertAtMost('combinedBytes', utf8Length(JSON.stringify(combined)), contractLimits.combinedBytes)
  const files = filesIn(combined)
  assertAtMost('combinedFiles', files.length, contractLimits.combinedFiles)
  await holdFiles(context, message, files)
  await context.transaction.putCombined(message, combined)
}

/** A combined message was taken back: nothing stays of what it held. */
export async function releaseCombined(context: OperationContext, message: MessageRow): Promise<void> {
  const combined = await context.reader.getCombined(message)
  await releaseFiles(context, message, filesIn(combined ?? []))
  await context.transaction.putCombined(message, undefined)
}

export async function queryCombineMessageDetail(
  context: QueryContext,
  { path }: OperationParameters<'queryCombineMessageDetail'>,
  { message }: MessageGrounds,
): Promise<OperationResult<'queryCombineMessageDetail'>> {
  assertAtMost('path', path.length, contractLimits.combinedLevels - 1)
  await assertKnown(context, message)
  assertPresent(message)
  let combined = await context.reader.getCombined(message)
  for (const index of path) combined = combined?.[index]?.combined
  if (!combined) throw new ChatError('not-allowed', { details: { rule: 'a combined message' } })
  const userIDs = new Set(combined.map(({ senderUserID }) => senderUserID))
  return { combinedList: combined.map(toCombined), userList: await readUsers(context.reader, [...userIDs]) }
}

/** In the order of their conversation. */
async function findSources(
  context: OperationContext,
  { messageIDs, ...reference }: CombinedSource,
): Promise<readonly MessageRow[]> {
  const { conversation } = await mayRead(context, reference)
  const found: MessageRow[] = []
  for (const messageID of messageIDs) {
    const row = await context.reader.findMessage(conversation.conversationKey, messageID)
    if (!row) throw new ChatError('message-not-found')
    await assertKnown(context, row)
    assertPresent(row)
    found.push(row)
  }
  return found.toSorted((one, other) => one.messageSeq - other.messageSeq)
}

/** What the user deleted is not there for the user. */
async function assertKnown(context: QueryContext, row: MessageRow): Promise<void> {
  const [deleted] = await context.reader.readDeletions(context.userID, [row])
  const clearedSeqs = await readClearedSeqs(context, [row])
  const isGone = deleted !== undefined || row.messageSeq <= (clearedSeqs.get(row.conversationKey) ?? 0)
  if (isGone) throw new ChatError('message-not-found')
}

async function copyOf({ reader }: QueryContext, row: MessageRow): Promise<KeptCombined> {
  const { messageID, senderUserID, timestamp, content } = row
  if (content.type === 'revoked') throw new ChatError('message-revoked')
  const facts = { messageID, senderUserID, timestamp, content }
  const combined = content.type === 'combine' ? await reader.getCombined(row) : undefined
  return { ...facts, ...(combined && { combined }) }
}

function toCombined({ combined: _, ...message }: KeptCombined): CombinedMessage {
  return message
}

function levelsOf(combined: readonly KeptCombined[]): number {
  return 1 + Math.max(0, ...combined.map((message) => (message.combined ? levelsOf(message.combined) : 0)))
}

function filesIn(combined: readonly KeptCombined[]): ReturnType<typeof filesOf> {
  return combined.flatMap(({ content, combined: inner = [] }) => [...filesOf(content), ...filesIn(inner)])
}
