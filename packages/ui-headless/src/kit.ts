import type { Chat } from '@latchkey/core'
import { createFormats, type Formats } from './formats.js'
import type { Surroundings } from './surroundings.js'
import { englishTexts, type Texts } from './texts.js'

/** What every view model is made of: the chat, the world, the words. */
export interface Kit {
  readonly chat: Chat
  readonly surroundings: Surroundings
  readonly texts: Texts
  readonly formats: Formats
}

export function createKit(chat: Chat, surroundings: Surroundings, texts: Texts = englishTexts): Kit {
  return { chat, surroundings, texts, formats: createFormats(surroundings, texts) }
}
