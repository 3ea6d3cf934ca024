import type { ConversationReference } from '../contract/conversation-reference.js'
import type { MessageQueries } from '../contract/messages.js'
import { ChatError } from '../errors/chat-error.js'
import { requireBoolean, requireConversation, requireOptions } from '../runtime/argument.js'
import { identifierAfter } from '../runtime/identifier.js'
import type { Session } from '../session/session.js'
import { allRows } from '../store/all-rows.js'
import { conversationKey } from '../store/conversation-rows.js'
import type { ConversationRow } from '../store/schema.js'
import type { Update } from '../store/writer.js'
import { clearMessages } from '../sync/clear-messages.js'
import type { Attempts } from '../sync/outbox/attempts.js'
import { deleteHere } from '../sync/outbox/enqueue-delete.js'
import { enqueueRead } from '../sync/outbox/enqueue-read.js'
import { enqueueRegister } from '../sync/outbox/enqueue-register.js'
import type { Feature } from './feature.js'

type DeleteAllMethods = Pick<MessageQueries, 'deleteAllMessage' | 'deleteAllConversationMessages'>

/** Of reading, of taking a flag back, and of deleting at the backend. */
type Identifiers = readonly [string, string, string]

/** Deleting every message of a conversation, or of all. */
export const deleteAllMessagesFeature: Feature<DeleteAllMethods> = {
  name: 'deleteAllMessages',

  methods(access, { idRule }) {
    async function clear(
      options: unknown,
      work: (update: Update, clearOne: (row: ConversationRow, index: number) => Promise<void>) => Promise<void>,
    ): Promise<void> {
      const { isAlsoDeleteServerMessage: value } = requireOptions('options', options, { isOptional: true })
      const isOnServerToo = value !== undefined && requireBoolean('options.isAlsoDeleteServerMessage', value)
      const session: Session = access.require()
      if (isOnServerToo) session.requireOperation('deleteAllMessages')
      const { writer, attempts } = await session.opened()
      const [markID, flagID, deletionID] = [access.newID(), access.newID(), access.newID()]
      await writer.write((update) =>
        work(update, (row, index) => {
          const identifiers = [markID, flagID, deletionID].map((identifier) => identifierAfter(identifier, index))
          const [mark = '', flag = '', deletion = ''] = identifiers
          return clearHere(update, row, [mark, flag, deletion], { isOnServerToo, attempts })
        }),
      )
      session.wakeOutbox()
      await session.flushFirstScreen()
    }

    return {
      async deleteAllMessage(conversation, options) {
        const reference = requireConversation(conversation, idRule)
        await clear(options, async (update, clearOne) => {
          const row = await update.draft.get('conversations', conversationKey(reference))
          if (row === undefined) throw new ChatError('conversation-not-found')
          await clearOne(row, 0)
        })
      },

      async deleteAllConversationMessages(options) {
        await clear(options, async (update, clearOne) => {
          const rows: ConversationRow[] = []
          // Before they are changed, so that what is changed is not met again.
          for await (const row of allRows(update.draft, 'conversations', { limit: 500 }, conversationKey))
            rows.push(row)
          for (const [index, row] of rows.entries()) await clearOne(row, index)
        })
      },
    }
  },
}

async function clearHere(
  update: Update,
  row: ConversationRow,
  [markID, flagID, deletionID]: Identifiers,
  { isOnServerToo, attempts }: { readonly isOnServerToo: boolean; readonly attempts: Attempts },
): Promise<void> {
  const { conversationType, conversationID, confirmed } = row
  const conversation = { conversationType, conversationID }
  await enqueueRead(update, row, [markID, flagID], attempts)
  await deleteHere(update, conversation, await unsentOf(update, conversation), { attempts })
  const order = confirmed.headOrder
  await clearMessages(update, conversation, { order: order ?? '', below: '~' })
  if (!isOnServerToo || order === undefined) return
  const change = {
    operationID: deletionID,
    operation: 'deleteAllMessages',
    parameters: { ...conversation, order },
    lane: conversation,
    registerList: [{ kind: 'clearedConversation', key: `${conversationType}/${conversationID}`, value: { order } }],
  } as const
  await enqueueRegister(update, change, attempts)
}

async function unsentOf({ draft }: Update, conversation: ConversationReference): Promise<readonly string[]> {
  const prefix = conversationKey(conversation)
  const query = { index: 'by_order', prefix, from: [...prefix, '~'], limit: 500 }
  const messageIDs: string[] = []
  const rows = allRows(draft, 'messages', query, ({ order, messageID }) => [...prefix, order, ...prefix, messageID])
  for await (const { messageID } of rows) messageIDs.push(messageID)
  return messageIDs
}
