import type { MessageContent } from '@latchkey/core'
import type { Texts } from './texts.js'

/** What a list or a bubble shows of a message. */
export function contentText(content: MessageContent, texts: Texts): string {
  switch (content.type) {
    case 'text':
      return content.text
    case 'custom':
      return content.searchedText ?? texts.customMessage
    case 'file':
      return content.fileName
    case 'image':
      return texts.image
    case 'audio':
      return texts.audio
    case 'video':
      return texts.video
    case 'location':
      return content.title === '' ? texts.location : content.title
    case 'combine':
      return content.title
    case 'multiple':
      return content.itemList.map((item) => contentText(item, texts)).join(' · ')
    case 'revoked':
      return texts.revokedMessage
    case 'unsupported':
      return texts.unsupportedMessage
  }
}
