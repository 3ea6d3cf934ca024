import type { ConversationReference } from '../contract/conversation-reference.js'
import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import type { Message, MessageQueries, PinnedMessageCommands } from '../contract/messages.js'
import { readRegisterList } from '../domain/registers.js'
import { requireServerFlag } from '../domain/users.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery } from '../live/live-query.js'
import { requireBoolean, requireConversation, requireIdentifier } from '../runtime/argument.js'
import { messageKey } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import { registerKey, registerValue } from '../store/register-key.js'
import type { Store } from '../store/store.js'
import { keepFetched } from '../sync/fetched-messages.js'
import { requireMessage } from '../sync/outbox/enqueue-change.js'
import { enqueueRegister } from '../sync/outbox/enqueue-register.js'
import type { LiveFeature } from './feature.js'

type PinnedMessageMethods = PinnedMessageCommands & Pick<MessageQueries, 'queryPinnedMessageList'>

/** The live twins of its queries. */
export interface PinnedMessageLive {
  queryPinnedMessageList(
    conversation: ConversationReference,
  ): LiveList<LiveListSnapshot<MessageQueries['queryPinnedMessageList']>>
}

/** More than a conversation can have. */
const maxPinned = 100

/** What is pinned in a conversation, for all in it. */
export const pinnedMessagesFeature: LiveFeature<PinnedMessageMethods, PinnedMessageLive> = {
  name: 'pinnedMessages',

  methods(access, { idRule }) {
    return {
      async pinMessage(conversation, messageID, isPinned) {
        const reference = requireConversation(conversation, idRule)
        const key = requireIdentifier('messageID', messageID)
        const isWanted = requireBoolean('isPinned', isPinned)
        const session = access.require()
        session.requireOperation('pinMessage')
        const { writer, attempts } = await session.opened()
        const operationID = access.newID()
        const isEnqueued = await writer.write(async (update) => {
          if (isWanted) {
            const message = await requireMessage(update, { ...reference, messageID: key })
            if (message.content.type === 'revoked') throw new ChatError('message-revoked')
            if (message.sentStatus !== 'sent') throw new ChatError('not-allowed')
          }
          const place = { kind: 'pinnedMessage', conversation: reference, key } as const
          const known = await update.draft.get('registers', registerKey(place))
          const value = registerValue('pinnedMessage', known?.value) ?? {
            createTime: update.now,
            operatorUserID: update.userID,
          }
          const change = {
            operationID,
            operation: 'pinMessage',
            parameters: { ...reference, messageID: key, isPinned: isWanted },
            lane: reference,
            registerList: [{ ...place, ...(isWanted ? { value } : {}) }],
          } as const
          return enqueueRegister(update, change, attempts)
        })
        session.wakeOutbox()
        return isEnqueued ? { operationID } : undefined
      },

      async queryPinnedMessageList(conversation, options) {
        const reference = requireConversation(conversation, idRule)
        const isQueryFromServer = requireServerFlag(options)
        const session = access.require()
        const { store, writer } = await session.opened()
        if (isQueryFromServer) {
          session.requireOperation('queryMessages')
          const connection = session.connected()
          const pinned = await readPinned(store, reference)
          const messageIDs = pinned.flatMap(({ messageID, message }) => (message === undefined ? [messageID] : []))
          if (messageIDs.length > 0) {
            const call = { operationID: access.newID(), signal: session.signal }
            const { messageList } = await connection.call('queryMessages', { ...reference, messageIDs }, call)
            await keepFetched(writer, reference, messageList, ({ messageID }) => messageIDs.includes(messageID))
          }
        }
        return { messageList: await readPinnedMessages(store, reference) }
      },
    }
  },

  live: (source, { idRule }) => ({
    queryPinnedMessageList(conversation) {
      const reference = requireConversation(conversation, idRule)
      return createLiveQuery(
        source,
        {
          name: 'queryPinnedMessageList',
          parameters: [reference],
          empty: { messageList: [], hasMore: false },
          tables: ['registers', 'messages'],
          read: async (store) => ({ messageList: await readPinnedMessages(store, reference), hasMore: false }),
        },
        maxPinned,
      )
    },
  }),
}

/** What is pinned, the latest pinned first, and the message if it is on this device. */
async function readPinned(store: Store, conversation: ConversationReference) {
  const { rows } = await readRegisterList(store, 'pinnedMessage', { count: maxPinned, conversation })
  const messages = await store.getAll(
    'messages',
    rows.map(({ key }) => messageKey({ ...conversation, messageID: key })),
  )
  return rows.map(({ key }, index) => ({ messageID: key, message: messages[index] }))
}

async function readPinnedMessages(store: Store, conversation: ConversationReference): Promise<readonly Message[]> {
  const pinned = await readPinned(store, conversation)
  return pinned.flatMap(({ message }) => (message === undefined ? [] : [toMessage(message)]))
}
