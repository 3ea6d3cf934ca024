import type { MessagePlace, MessageReactions } from '@latchkey/backend'
import { numberOf, textOf, type SqlRow, type Statements } from './statements.js'

const namedUsers = 5

// One row for each of the first people under each sign, with what holds for the whole sign.
const reactionsOfMessage = `
  SELECT * FROM (
    SELECT reaction_type, user_id, revision, sign_revision,
      count(*) OVER sign AS total_count,
      max(user_id = ?) OVER sign AS is_self_included,
      row_number() OVER (PARTITION BY reaction_type ORDER BY revision) AS place
    FROM reactions WHERE conversation_key = ? AND message_seq = ?
    WINDOW sign AS (PARTITION BY reaction_type)
  ) WHERE place <= ${namedUsers} ORDER BY sign_revision, revision`

type Sign = MessageReactions['reactionList'][number]

/** What stands under one message, for `userID`; `undefined` when nothing does. */
export function readSqliteReactions(
  { all }: Statements,
  userID: string,
  { conversationKey, messageSeq }: MessagePlace,
): MessageReactions | undefined {
  const signs = new Map<string, Sign>()
  for (const row of all(reactionsOfMessage, userID, conversationKey, messageSeq)) {
    const sign = toSign(row)
    const known = signs.get(sign.reactionType)
    signs.set(sign.reactionType, known ? { ...known, userIDs: [...known.userIDs, ...sign.userIDs] } : sign)
  }
  return signs.size > 0 ? { conversationKey, messageSeq, reactionList: [...signs.values()] } : undefined
}

function toSign(row: SqlRow): Sign {
  return {
    reactionType: textOf(row, 'reaction_type'),
    totalCount: numberOf(row, 'total_count'),
    isSelfIncluded: numberOf(row, 'is_self_included') === 1,
    userIDs: [textOf(row, 'user_id')],
    signRevision: numberOf(row, 'sign_revision'),
  }
}
