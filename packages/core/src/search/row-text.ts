import type { ContentItem } from '../contract/message-content.js'
import type { ConversationRow, GroupRow, MessageRow } from '../store/schema.js'

/** The tables that are searched, and what their rows are. */
export interface SearchedRows {
  readonly messages: MessageRow
  readonly conversations: ConversationRow
  readonly groups: GroupRow
}
export type SearchedTable = keyof SearchedRows

/** Between the parts of a message of several. */
const between = ' · '

/** The text by which a row is found; empty for a row that is not. */
export const rowText: { readonly [Table in SearchedTable]: (row: SearchedRows[Table]) => string } = {
  messages: ({ content }) => contentText(content),
  // Others are not in the index that their search walks.
  conversations: ({ listRank, conversationName }) => (listRank === undefined ? '' : conversationName),
  groups: ({ memberFlag, groupName }) => (memberFlag === undefined ? '' : groupName),
}

function contentText(content: MessageRow['content']): string {
  switch (content.type) {
    case 'revoked':
    case 'unsupported':
      return ''
    case 'combine':
      return joined([content.title, content.summary])
    case 'multiple':
      return joined(content.itemList.map(itemText))
    default:
      return itemText(content)
  }
}

function itemText(item: ContentItem): string {
  switch (item.type) {
    case 'text':
      return item.text
    case 'custom':
      return item.searchedText ?? ''
    case 'location':
      return joined([item.title, item.address])
    case 'file':
    case 'image':
    case 'audio':
    case 'video':
      return item.fileName
  }
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(between)
}
