import type { MessageContent, MultipleContent } from '@latchkey/core'
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
      return multipleText(content, texts)
    case 'revoked':
      return texts.revokedMessage
    case 'unsupported':
      return texts.unsupportedMessage
  }
}

/** Its pictures in one word, and then the rest. */
function multipleText({ itemList }: MultipleContent, texts: Texts): string {
  const pictureCount = itemList.filter(({ type }) => type === 'image').length
  const pictures = pictureCount === 0 ? [] : [texts.pictures(pictureCount)]
  const others = itemList.filter(({ type }) => type !== 'image').map((item) => contentText(item, texts))
  return [...pictures, ...others].join(' · ')
}
