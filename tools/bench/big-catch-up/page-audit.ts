import type { ConversationReference } from '@latchkey/core'
import type { Page } from 'playwright'
import type { ExpectedConversation } from '../log-reader.ts'

/** The whole list as the page's chat tells it, read in the page. */
export const readShownList = (page: Page): Promise<readonly ExpectedConversation[]> =>
  page.evaluate(async () => {
    const shown = []
    let cursor: string | undefined
    do {
      const answer = await bench.chat.queryConversationList({ count: 100, ...(cursor === undefined ? {} : { cursor }) })
      for (const {
        conversationType,
        conversationID,
        unreadMessageCount,
        isPinned,
        lastMessage,
      } of answer.conversationList) {
        shown.push({
          conversationType,
          conversationID,
          unreadMessageCount,
          isPinned,
          lastMessageID: lastMessage?.messageID,
        })
      }
      cursor = answer.nextCursor
    } while (cursor !== undefined)
    return shown
  })

/** The IDs of the messages of a conversation that the page has without asking anybody, oldest first. */
export const readShownMessageIDs = (page: Page, conversation: ConversationReference): Promise<readonly string[]> =>
  page.evaluate(async (wanted) => {
    const messageIDs: string[] = []
    let cursor: string | undefined
    do {
      const answer = await bench.chat.queryHistoryMessage(wanted, {
        count: 100,
        ...(cursor === undefined ? {} : { cursor }),
      })
      messageIDs.unshift(...answer.messageList.map(({ messageID }) => messageID))
      cursor = answer.stoppedAtGap ? undefined : answer.nextCursor
    } while (cursor !== undefined)
    return messageIDs
  }, conversation)
