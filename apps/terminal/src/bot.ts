import type { Message } from '@latchkey/core'

/** What the bot answers to a message; `undefined` for nothing. Write yours here. */
export function answerTo(message: Message): string | undefined {
  if (message.content.type !== 'text') return undefined
  const words = message.content.text.trim().split(/\s+/)
  return `${String(words.length)} ${words.length === 1 ? 'word' : 'words'}: ${message.content.text}`
}
