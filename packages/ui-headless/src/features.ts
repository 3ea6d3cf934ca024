import type { Chat } from '@latchkey/core'

/** Whether the chat was made with what sends files. */
export function canAttach(chat: Chat): boolean {
  return 'downloadFile' in chat
}
