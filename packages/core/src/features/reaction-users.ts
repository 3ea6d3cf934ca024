import type { MessageQueries } from '../contract/messages.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { requireServerFlag } from '../domain/users.js'
import { ChatError } from '../errors/chat-error.js'
import {
  requireConversation,
  requireIdentifier,
  requireOptions,
  requirePage,
  requireText,
} from '../runtime/argument.js'
import { messageKey } from '../store/conversation-rows.js'
import { readUserList } from '../store/user-rows.js'
import { applyUser } from '../sync/apply-change.js'
import type { Feature } from './feature.js'

const maxReactionBytes = 32

/** Who gave a sign to a message. */
export const reactionUsersFeature: Feature<Pick<MessageQueries, 'queryMessageReactionUserList'>> = {
  name: 'reactionUsers',

  methods: (access, { idRule }) => ({
    async queryMessageReactionUserList(conversation, messageID, options) {
      const reference = {
        ...requireConversation(conversation, idRule),
        messageID: requireIdentifier('messageID', messageID),
      }
      const { count, cursor } = requirePage(options)
      const given = requireOptions('options', options)
      const reactionType = requireText('options.reactionType', given['reactionType'], {
        minBytes: 1,
        maxBytes: maxReactionBytes,
      })
      const isQueryFromServer = requireServerFlag(options)
      // A page of all does not go on with the first few that this device knows.
      const name = isQueryFromServer ? 'reactionUsers' : 'reactionUsersHere'
      const [place] = decodeCursor(name, cursor, 1) ?? []
      const after = place === undefined ? 0 : Number(place)
      const session = access.require()
      const { store, writer } = await session.opened()
      if (isQueryFromServer) {
        session.requireOperation('queryMessageReactionUserList')
        const parameters = { ...reference, reactionType, count, after }
        const call = { operationID: access.newID(), signal: session.signal }
        const answer = await session.connected().call('queryMessageReactionUserList', parameters, call)
        const { userList, totalCount, next } = answer
        await writer.write(async (update) => {
          for (const user of userList) await applyUser(update, user)
        })
        return {
          userList,
          totalCount,
          ...(next === undefined ? {} : { nextCursor: encodeCursor(name, [next]) }),
        }
      }
      const message = await store.get('messages', messageKey(reference))
      if (message === undefined) throw new ChatError('message-not-found')
      const sign = message.reactionList.find((reaction) => reaction.reactionType === reactionType)
      const named = sign?.userIDs ?? []
      const next = after + count
      return {
        userList: await readUserList(store, named.slice(after, next)),
        totalCount: sign?.totalCount ?? 0,
        ...(named.length > next ? { nextCursor: encodeCursor(name, [next]) } : {}),
      }
    },
  }),
}
