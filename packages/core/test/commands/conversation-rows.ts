import { peer } from '../offline/filled-store.js'
import { adaSays, otherSays } from './preparations.js'
import type { CommandRows } from './rows.js'

/** What a conversation is to Ada is no business of the other one. */
const own = { toldOther: [], toldElsewhere: ['conversationChanged'], waits: true } as const

export const conversationRows = {
  setConversationDraft: {
    ...own,
    prepare: adaSays,
    parameters: ({ withOther }) => [withOther, 'I was about'],
  },
  clearConversationUnreadMessageCount: {
    ...own,
    toldOther: ['conversationMessageReceiptChanged'],
    prepare: otherSays,
    parameters: ({ withOther }) => [withOther],
    refused: () => [[peer('nobody-else')], 'conversation-not-found'],
  },
  updateConversationPinnedState: {
    ...own,
    prepare: adaSays,
    parameters: ({ withOther }) => [withOther, true],
    refused: () => [[peer('nobody-else'), true], 'conversation-not-found'],
  },
  setConversationNotificationStatus: {
    ...own,
    prepare: adaSays,
    parameters: ({ withOther }) => [withOther, 'doNotDisturb'],
    refused: () => [[peer('nobody-else'), 'doNotDisturb'], 'conversation-not-found'],
  },
  setConversationMarkedUnread: {
    ...own,
    prepare: adaSays,
    parameters: ({ withOther }) => [withOther, true],
    refused: () => [[peer('nobody-else'), true], 'conversation-not-found'],
  },
  updateConversationArchivedState: {
    ...own,
    prepare: adaSays,
    parameters: ({ withOther }) => [withOther, true],
    refused: () => [[peer('nobody-else'), true], 'conversation-not-found'],
  },
  setConversationMark: {
    ...own,
    prepare: adaSays,
    parameters: ({ withOther }) => [[withOther], 7, true],
    refused: () => [[[peer('nobody-else')], 7, true], 'conversation-not-found'],
  },
  deleteConversation: {
    ...own,
    prepare: adaSays,
    parameters: ({ withOther }) => [withOther, { isAlsoDeleteServerConversation: true }],
    refused: () => [[peer('nobody-else')], 'conversation-not-found'],
  },
  clearConversationTotalUnreadMessageCount: {
    ...own,
    toldOther: ['conversationMessageReceiptChanged'],
    prepare: otherSays,
    parameters: () => [],
  },
  deleteAllConversations: {
    ...own,
    prepare: adaSays,
    parameters: () => [{ isAlsoDeleteServerConversation: true }],
  },
  deleteAllConversationMessages: {
    toldOther: ['conversationMessageReceiptChanged'],
    toldElsewhere: ['messageDeleted'],
    waits: true,
    prepare: otherSays,
    parameters: () => [{ isAlsoDeleteServerMessage: true }],
  },
} satisfies Partial<CommandRows>
