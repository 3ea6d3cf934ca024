import type { ConversationStateRow, LogStore, LogTransaction, MessageRow } from '@latchkey/backend'

/** Who reads, and with whom: with one nothing but texts, with the other everything that a message can have. */
export const reader = 'ada'
export const partners = { plain: 'bob', rich: 'eve' } as const
export type Kind = keyof typeof partners

/** Messages of one transaction. */
const batch = 2_000
const startTime = Date.UTC(2026, 0, 1)
const signs = ['👍', '❤️'] as const

const orderOf = (messageSeq: number): string => String(messageSeq).padStart(16, '0')
const keyOf = (kind: Kind): string => `p:${reader},${partners[kind]}`

/**
 * Fills both conversations with `count` messages each, as rows: what operations would have left. In the rich one every message answers the one
 * before, is answered, was edited, and has two signs of both people; and all of them were read.
 */
export const fill = async (store: LogStore, count: number): Promise<void> => {
  for (const kind of ['plain', 'rich'] as const) {
    for (let first = 1; first <= count; first += batch) {
      await store.transact(async (transaction) => {
        for (let messageSeq = first; messageSeq < Math.min(first + batch, count + 1); messageSeq += 1) {
          await addMessage(transaction, kind, messageSeq)
        }
      })
    }
    await store.transact((transaction) => addConversation(transaction, kind, count))
  }
}

const addMessage = async (transaction: LogTransaction, kind: Kind, messageSeq: number): Promise<void> => {
  const senderOf = (seq: number) => (seq % 2 === 0 ? reader : partners[kind])
  const place = { conversationKey: keyOf(kind), messageSeq }
  const message: MessageRow = {
    ...place,
    countedSeq: messageSeq,
    messageID: `${kind}-${messageSeq}`,
    senderUserID: senderOf(messageSeq),
    content: { type: 'text', text: `Message ${messageSeq}: the river is high, and the boats stay where they are.` },
    timestamp: startTime + messageSeq * 1_000,
    operationID: `${kind}-operation-${messageSeq}`,
    revision: 0,
    changePosition: 0,
    signCount: 0,
    replyCount: 0,
  }
  if (kind === 'plain') return transaction.addMessage(message)
  const before = messageSeq - 1
  await transaction.addMessage({
    ...message,
    revision: 6,
    changePosition: 1,
    signCount: signs.length,
    signs: signs.map((reactionType) => ({ reactionType, totalCount: 2, userIDs: [reader, partners[kind]] })),
    replyCount: 1,
    editTime: message.timestamp + 500,
    ...(before > 0 && {
      replied: { messageSeq: before, messageID: `${kind}-${before}`, senderUserID: senderOf(before) },
    }),
  })
  for (const [index, reactionType] of signs.entries()) {
    for (const [person, userID] of [reader, partners[kind]].entries()) {
      const signRevision = 1 + index * 2
      await transaction.addReaction({ ...place, reactionType, userID, revision: signRevision + person, signRevision })
    }
  }
}

const addConversation = async (transaction: LogTransaction, kind: Kind, count: number): Promise<void> => {
  const conversationKey = keyOf(kind)
  const toReader = { type: 'user', userID: reader } as const
  const reference = { type: 'head', conversationKey } as const
  const activityPosition = await transaction.appendEntries([{ audience: toReader, reference, time: startTime }])
  const state = (userID: string): ConversationStateRow => ({
    userID,
    conversationKey,
    settingsRevision: 0,
    readSeq: count,
    readCountedSeq: count,
    isPinned: false,
    draft: '',
    flags: [],
    deletedSeq: 0,
    isListed: true,
  })
  await transaction.putConversation({ conversationKey, lastSeq: count, countedSeq: count, activityPosition })
  await transaction.putConversationStates([state(reader), state(partners[kind])])
  if (kind === 'plain') return
  await transaction.putRegister({
    scope: toReader,
    kind: 'readMark',
    conversationKey,
    key: partners[kind],
    revision: 1,
    value: { order: orderOf(count), readTime: startTime },
  })
}
