import type { MessageQueries } from '../contract/messages.js'
import { ChatError } from '../errors/chat-error.js'
import { requireConversation, requireIdentifier, requireText } from '../runtime/argument.js'
import { messageKey } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import type { Feature } from './feature.js'

const maxBytes = 128 * 1_024

/** What an app keeps beside messages on this device. */
export const localExtendedDataFeature: Feature<Pick<MessageQueries, 'updateMessageLocalExtendedData'>> = {
  name: 'localExtendedData',

  methods: (access, { idRule }) => ({
    async updateMessageLocalExtendedData(conversation, messageID, localExtendedData) {
      const reference = requireConversation(conversation, idRule)
      const key = messageKey({ ...reference, messageID: requireIdentifier('messageID', messageID) })
      const kept = requireText('localExtendedData', localExtendedData, { maxBytes })
      const { writer } = await access.require().opened()
      const message = await writer.write(async ({ draft }) => {
        const row = await draft.get('messages', key)
        if (row === undefined) throw new ChatError('message-not-found')
        const { localExtendedData: _before, ...facts } = row
        const changed = kept === '' ? facts : { ...facts, localExtendedData: kept }
        draft.put('messages', changed)
        return toMessage(changed)
      })
      return { message }
    },
  }),
}
