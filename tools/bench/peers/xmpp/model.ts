import type { xml } from '@xmpp/client'
import type { HeldConversation } from '../../catch-up-peers/audit.ts'
import type { ExpectedRow } from '../../catch-up-peers/peer-page.ts'
import type { OfflineSend } from '../../catch-up-peers/workload.ts'
import { jidOf } from './connection.ts'

type Element = ReturnType<typeof xml>

interface Message {
  readonly messageID: string
  readonly sender: string
  readonly text?: string | undefined
}

interface Conversation {
  messages: Message[]
  /** How many of them the user has read. */
  read: number
}

/** What an app on xmpp.js has to keep by itself: the library hands out stanzas and forgets them. */
export interface ModelState {
  readonly conversations: readonly (readonly [conversation: string, Conversation])[]
  /** The last ID seen of each archive. */
  readonly cursors: readonly (readonly [archive: string, id: string])[]
  readonly groups: readonly string[]
}

/** The least of an app: conversations out of stanzas, in memory. */
export interface Model {
  readonly cursors: Map<string, string>
  /** The groups that the user is in, as invitations told. */
  readonly groups: Set<string>
  /** A message stanza from an archive, or as it came. */
  take(message: Element): void
  markRead(conversation: string): void
  /** Shown at the end of its conversation until the archive has it; whoever writes has read. */
  write(send: OfflineSend): void
  isListRight(expected: readonly ExpectedRow[]): boolean
  held(): readonly HeldConversation[]
  state(): ModelState
}

export const createModel = (userID: string, state?: ModelState): Model => {
  const conversations = new Map(state?.conversations)
  const groups = new Set(state?.groups)
  const cursors = new Map(state?.cursors)
  const waiting: OfflineSend[] = []

  const conversationOf = (name: string): Conversation => {
    const conversation = conversations.get(name) ?? { messages: [], read: 0 }
    conversations.set(name, conversation)
    return conversation
  }
  const placeOf = ({ attrs }: Element): { readonly name: string; readonly sender: string } => {
    const [from = '', nick = ''] = String(attrs['from']).split('/')
    const [local = ''] = from.split('@')
    if (attrs['type'] === 'groupchat') return { name: `group/${local}`, sender: nick }
    const other = from === jidOf(userID) ? String(attrs['to']).split('@')[0] : local
    return { name: `peer/${other}`, sender: local }
  }
  const change = (name: string, messageID: string, sender: string, text: string | undefined): void => {
    const conversation = conversationOf(name)
    conversation.messages = conversation.messages.map((message) =>
      message.messageID === messageID && message.sender === sender ? { ...message, text } : message,
    )
  }
  const shown = (name: string): readonly Message[] => [
    ...conversationOf(name).messages,
    ...waiting
      .filter(({ conversation }) => conversation === name)
      .map(({ messageID, text }) => ({ messageID, text, sender: userID })),
  ]
  const unreadOf = (name: string): number => {
    const messages = shown(name)
    const lastOwn = messages.findLastIndex(({ sender }) => sender === userID)
    const read = Math.max(conversationOf(name).read, lastOwn + 1)
    return messages.slice(read).filter(({ text }) => text !== undefined).length
  }

  return {
    cursors,
    groups,
    take(message) {
      const invited = message.getChild('x', 'jabber:x:conference')
      if (invited !== undefined) groups.add(String(invited.attrs['jid']).split('@')[0] ?? '')
      const { name, sender } = placeOf(message)
      const replaced = message.getChild('replace', 'urn:xmpp:message-correct:0')
      const retracted = message.getChild('retract', 'urn:xmpp:message-retract:1')
      const body = message.getChildText('body') ?? undefined
      if (replaced !== undefined) change(name, String(replaced.attrs['id']), sender, body)
      else if (retracted !== undefined) change(name, String(retracted.attrs['id']), sender, undefined)
      else if (body !== undefined) {
        const messageID = String(message.attrs['id'])
        const { messages } = conversationOf(name)
        // A message of a room comes from its archive and as it is sent.
        if (messages.some((known) => known.messageID === messageID)) return
        messages.push({ messageID, sender, text: body })
        const at = waiting.findIndex((send) => send.messageID === messageID)
        if (at >= 0) waiting.splice(at, 1)
      }
    },
    markRead(name) {
      const conversation = conversationOf(name)
      conversation.read = conversation.messages.length
    },
    write: (send) => void waiting.push(send),
    isListRight: (expected) =>
      expected.every(({ conversation, unreadCount, lastMessageID }) => {
        const last = shown(conversation).at(-1)
        return last?.messageID === lastMessageID && unreadOf(conversation) === unreadCount
      }),
    held: () =>
      [...conversations.keys()].map((conversation) => ({
        conversation,
        unreadCount: unreadOf(conversation),
        messages: shown(conversation),
      })),
    state: () => ({ conversations: [...conversations], cursors: [...cursors], groups: [...groups] }),
  }
}
