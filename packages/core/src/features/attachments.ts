import type { AttachmentMethods } from '../contract/attachments.js'
import { takeContent } from '../domain/attachment.js'
import { requireSending, storeNewMessage } from '../domain/new-message.js'
import { ChatError } from '../errors/chat-error.js'
import { requireConversation, requireIdentifier, requireOptions } from '../runtime/argument.js'
import { filesOf } from '../runtime/content-files.js'
import { messageKey } from '../store/conversation-rows.js'
import type { Update } from '../store/writer.js'
import { createAttachments } from '../sync/attachments.js'
import { sweepLooseFiles, writeWithFiles } from '../sync/loose-files.js'
import type { AttachingFeature } from './feature.js'

/** Files, pictures, recordings and videos: their bytes are kept on this device, brought to the backend, and fetched from it. */
export const attachmentsFeature: AttachingFeature<AttachmentMethods> = {
  name: 'attachments',

  attachments: async ({ files, store, writer, emitter }) => {
    // What cannot be removed only takes room, until the next time.
    await sweepLooseFiles(store, writer, files).catch(() => undefined)
    return createAttachments(files, store, emitter)
  },

  methods(access, { idRule, platform }) {
    return {
      async sendAttachment(conversation, content, options) {
        const { session, addressed } = requireSending(access, idRule, conversation, options)
        const [operationID, messageID, firstFileID] = [access.newID(), access.newID(), access.newID()]
        const { crypto } = platform
        const taken = await takeContent(content, firstFileID, { crypto, maxTextBytes: session.maxTextBytes })
        const { writer } = await session.opened()
        const newMessage = { ...addressed, messageID, content: taken.content }
        const uploads = taken.files.map(({ fileID, sha256 }) => ({ fileID, sha256 }))
        const store = (update: Update) => storeNewMessage(update, newMessage, { operationID, uploads })
        const message =
          taken.files.length === 0
            ? await writer.write(store)
            : await writeWithFiles(
                { writer, attachments: await session.attachments() },
                taken,
                messageKey(newMessage),
                store,
              )
        session.wakeOutbox()
        return { operationID, message }
      },

      async downloadFile(conversation, messageID, options) {
        const reference = requireConversation(conversation, idRule)
        const wanted = requireIdentifier('messageID', messageID)
        const given = requireOptions('options', options, { isOptional: true })
        const fileID = given['fileID'] === undefined ? undefined : requireIdentifier('options.fileID', given['fileID'])
        const session = access.require()
        const { store } = await session.opened()
        const message = await store.get('messages', messageKey({ ...reference, messageID: wanted }))
        if (message === undefined) throw new ChatError('message-not-found')
        const combined = Object.values(message.combinedLists ?? {}).flat()
        const files = [message, ...combined].flatMap(({ content }) => filesOf(content))
        const content = files.find((file) => fileID === undefined || file.fileID === fileID)
        if (content === undefined) throw new ChatError('file-not-found')
        const attachments = await session.attachments()
        let bytes = await attachments.read(content)
        if (bytes === undefined) {
          await attachments.fetch(session.connected(), content, session.signal)
          bytes = await attachments.read(content)
        }
        if (bytes === undefined) throw new ChatError('file-mismatch')
        return { bytes }
      },
    }
  },
}
