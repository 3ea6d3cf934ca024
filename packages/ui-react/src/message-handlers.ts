import type { MessageAction } from '@latchkey/ui-headless'

/** What a menu or a key can ask for; a sign asks by itself. */
export type MenuAction = Exclude<MessageAction, 'react'>

/** What a bubble asks of its timeline. One object for all bubbles, the same as long as the timeline is. */
export interface MessageHandlers {
  readonly retry: (operationID: string) => void
  readonly discard: (operationID: string) => void
  readonly react: (messageID: string, sign: string) => void
  readonly act: (messageID: string, action: MenuAction) => void
  /** Opens the menu of a message, beside its bubble. */
  readonly openMenu: (messageID: string, bubble: Element) => void
  readonly openPicture: (messageID: string, fileID: string) => void
  readonly openReplies: (messageID: string) => void
  /** Goes to another message; absent where nobody can. */
  readonly jump: ((messageID: string) => void) | undefined
}

/** The keys of a message that has the focus. */
export const messageKeys: Readonly<Record<string, MenuAction>> = { r: 'reply', e: 'edit', c: 'copy', p: 'pinMessage' }
