import type { MessageQueries } from '../contract/messages.js'
import type { Message } from '../contract/messages.js'
import type { ConversationReference } from '../contract/conversation-reference.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { readRows } from '../domain/rows.js'
import { requireServerFlag } from '../domain/users.js'
import { requireConversation, requireIdentifier, requirePage } from '../runtime/argument.js'
import { conversationKey } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import type { Store } from '../store/store.js'
import { keepFetched } from '../sync/fetched-messages.js'
import type { Feature } from './feature.js'

/** What answers a message. */
export const repliesFeature: Feature<Pick<MessageQueries, 'queryMessageRepliedList'>> = {
  name: 'replies',

  methods: (access, { idRule }) => ({
    async queryMessageRepliedList(conversation, messageID, options) {
      const reference = requireConversation(conversation, idRule)
      const original = requireIdentifier('messageID', messageID)
      const { count, cursor } = requirePage(options)
      const isQueryFromServer = requireServerFlag(options)
      const place = decodeCursor('replies', cursor, 1)
      const after = place === undefined ? undefined : String(place[0])
      const session = access.require()
      const { store, writer } = await session.opened()
      if (!isQueryFromServer) {
        const { messageList, hasMore } = await readReplies(store, reference, original, { count, after })
        return page(messageList, hasMore)
      }
      session.requireOperation('queryMessageRepliedList')
      const parameters = {
        ...reference,
        messageID: original,
        count,
        ...(after === undefined ? {} : { afterOrder: after }),
      }
      const call = { operationID: access.newID(), signal: session.signal }
      const answer = await session.connected().call('queryMessageRepliedList', parameters, call)
      await keepFetched(
        writer,
        reference,
        answer.messageList,
        ({ content, repliedInfo, order }) =>
          (content.type === 'deleted' || repliedInfo?.messageID === original) && order > (after ?? ''),
      )
      const last = answer.messageList.at(-1)
      const upTo = answer.more && last !== undefined ? last.order : undefined
      const { messageList } = await readReplies(store, reference, original, { count, after, upTo })
      // A page without any of them left still leads on.
      return answer.more && upTo !== undefined
        ? { messageList, nextCursor: encodeCursor('replies', [upTo]) }
        : { messageList }
    },
  }),
}

function page(messageList: readonly Message[], hasMore: boolean) {
  const last = messageList.at(-1)
  return { messageList, ...(hasMore && last ? { nextCursor: encodeCursor('replies', [last.order]) } : {}) }
}

/** Oldest first, those that wait to be sent last; above the order `after`, and not above `upTo`. */
async function readReplies(
  store: Store,
  conversation: ConversationReference,
  original: string,
  {
    count,
    after,
    upTo,
  }: { readonly count: number; readonly after: string | undefined; readonly upTo?: string | undefined },
) {
  const prefix = [...conversationKey(conversation), original]
  const { rows, hasMore } = await readRows(
    store,
    'messages',
    {
      index: 'by_reply',
      prefix,
      // No order lies between one and the same with a space behind it: a space is the lowest character of an order.
      ...(after === undefined ? {} : { from: [...prefix, `${after} `] }),
      ...(upTo === undefined ? {} : { to: [...prefix, `${upTo} `] }),
    },
    count,
    ({ conversationType, conversationID, order, messageID }) => [
      ...prefix,
      order,
      conversationType,
      conversationID,
      messageID,
    ],
  )
  const messageList = rows.filter(({ content }) => content.type !== 'revoked').map(toMessage)
  return { messageList, hasMore }
}
