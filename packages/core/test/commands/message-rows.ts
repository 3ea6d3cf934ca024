import type { ConversationReference } from '../../src/contract/conversation-reference.js'
import { peer, text } from '../offline/filled-store.js'
import { adaSays, otherSays } from './preparations.js'
import type { CommandRows } from './rows.js'
import type { Act } from './stage.js'

const reactionType = '👍'
const bytes = new Uint8Array([1, 2, 3])
const unknown = 'unknown-message'

async function adaHasReacted(act: Act): Promise<void> {
  await otherSays(act)
  const receipt = await act.ada.addMessageReaction(act.withOther, act.messageID, reactionType)
  await act.ada.whenSettled(receipt?.operationID ?? '')
}

const combined = (conversation: ConversationReference, messageID: string) => ({
  ...conversation,
  messageIDs: [messageID],
  title: 'Words',
  summary: '',
})

export const messageRows = {
  sendMessage: {
    parameters: ({ withOther }) => [withOther, text('Hello')],
    toldOther: ['messageReceived', 'conversationChanged'],
    toldElsewhere: ['messageReceived', 'conversationChanged'],
    refused: () => [[peer('nobody'), text('Hello')], 'user-not-found'],
    waits: true,
  },
  sendAttachment: {
    parameters: ({ withOther }) => [withOther, { type: 'file', bytes, fileName: 'notes.txt', mimeType: 'text/plain' }],
    toldOther: ['messageReceived', 'conversationChanged'],
    toldElsewhere: ['messageReceived', 'conversationChanged'],
    refused: () => [
      [peer('nobody'), { type: 'file', bytes, fileName: 'notes.txt', mimeType: 'text/plain' }],
      'user-not-found',
    ],
    waits: true,
  },
  sendCombineMessage: {
    prepare: adaSays,
    parameters: ({ withOther, messageID }) => [withOther, combined(withOther, messageID)],
    toldOther: ['messageReceived', 'conversationChanged'],
    toldElsewhere: ['messageReceived', 'conversationChanged'],
    refused: ({ withOther }) => [[withOther, combined(withOther, unknown)], 'message-not-found'],
    waits: true,
  },
  editMessage: {
    prepare: adaSays,
    parameters: ({ withOther, messageID }) => [withOther, messageID, text('Hello again')],
    toldOther: ['messageEdited'],
    toldElsewhere: ['messageEdited'],
    refused: ({ withOther }) => [[withOther, unknown, text('Hello')], 'message-not-found'],
    waits: true,
  },
  revokeMessage: {
    prepare: adaSays,
    parameters: ({ withOther, messageID }) => [withOther, messageID],
    toldOther: ['messageRevokeReceived'],
    toldElsewhere: ['messageRevokeReceived'],
    refused: ({ withOther }) => [[withOther, unknown], 'message-not-found'],
    waits: true,
  },
  deleteMessages: {
    prepare: otherSays,
    parameters: ({ withOther, messageID }) => [withOther, [messageID], { isAlsoDeleteServerMessage: true }],
    toldOther: [],
    toldElsewhere: ['messageDeleted'],
    waits: true,
  },
  deleteAllMessage: {
    prepare: otherSays,
    parameters: ({ withOther }) => [withOther, { isAlsoDeleteServerMessage: true }],
    // It is read by that.
    toldOther: ['conversationMessageReceiptChanged'],
    toldElsewhere: ['messageDeleted'],
    refused: () => [[peer('nobody-else')], 'conversation-not-found'],
    waits: true,
  },
  addMessageReaction: {
    prepare: otherSays,
    parameters: ({ withOther, messageID }) => [withOther, messageID, reactionType],
    toldOther: ['messageReactionsChanged'],
    toldElsewhere: ['messageReactionsChanged'],
    refused: ({ withOther }) => [[withOther, unknown, reactionType], 'message-not-found'],
    waits: true,
  },
  deleteMessageReaction: {
    prepare: adaHasReacted,
    parameters: ({ withOther, messageID }) => [withOther, messageID, reactionType],
    toldOther: ['messageReactionsChanged'],
    toldElsewhere: ['messageReactionsChanged'],
    refused: ({ withOther }) => [[withOther, unknown, reactionType], 'message-not-found'],
    waits: true,
  },
  pinMessage: {
    prepare: otherSays,
    parameters: ({ withOther, messageID }) => [withOther, messageID, true],
    toldOther: ['messagePinStatusChanged'],
    toldElsewhere: ['messagePinStatusChanged'],
    refused: ({ withOther }) => [[withOther, unknown, true], 'message-not-found'],
    waits: true,
  },
} satisfies Partial<CommandRows>
