import {
  ConnectionEvent,
  ConnectionState,
  type ChatEvents,
  type Conversation,
  type ConversationReference,
  type Message,
  type QueuedOperation,
} from '@latchkey/core'

/** Without what could steer the terminal: control characters, and those that turn the direction of writing. */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
}

/** How a conversation is written in a command: a userID, or `group:` and a groupID. */
export function addressOf({ conversationType, conversationID }: ConversationReference): string {
  return conversationType === 'group' ? `group:${plain(conversationID)}` : plain(conversationID)
}

export function conversationOf(address: string): ConversationReference {
  return address.startsWith('group:')
    ? { conversationType: 'group', conversationID: address.slice('group:'.length) }
    : { conversationType: 'peer', conversationID: address }
}

/** One line: what a message says. */
export function saidIn({ content }: Message): string {
  switch (content.type) {
    case 'text':
      return plain(content.text)
    case 'revoked':
      return '(taken back)'
    case 'file':
    case 'image':
    case 'audio':
    case 'video':
      return `[${content.type}: ${plain(content.fileName)}, ${String(content.fileSize)} bytes]`
    case 'location':
      return `[location: ${plain(content.title)} ${String(content.latitude)}, ${String(content.longitude)}]`
    default:
      return `[${content.type}]`
  }
}

export function messageLine(message: Message, senderName: string): string {
  const edited = message.editTime === undefined ? '' : ' (edited)'
  return `${timeOf(message.timestamp)} ${plain(senderName)}: ${saidIn(message)}${edited}${stateOf(message)}`
}

/** How far a message of one's own has come. */
export function stateOf(message: Message): string {
  if (message.sentStatus === 'waiting') return ' … waiting'
  if (message.sentStatus === 'failed') return ` ✗ failed: ${message.failureCode}`
  return message.direction === 'send' && !message.isUserInserted ? ' ✓' : ''
}

export function conversationLine(conversation: Conversation): string {
  const { unreadMessageCount: unread, lastMessage, draft } = conversation
  return [
    addressOf(conversation),
    conversation.conversationName === conversation.conversationID ? '' : `(${plain(conversation.conversationName)})`,
    conversation.isPinned ? '[pinned]' : '',
    unread > 0 ? `[${String(unread)} unread]` : '',
    draft === '' ? '' : '[draft]',
    lastMessage === undefined ? '' : `${saidIn(lastMessage)}${stateOf(lastMessage)}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

export function operationLine({ operation, state, failureCode, ...conversation }: QueuedOperation): string {
  const why = failureCode === undefined ? '' : `: ${failureCode}`
  return `${operation} in ${addressOf(conversation)}, ${state}${why}`
}

/** What holds of the connection, and nothing better. */
export function connectionLine({ state, event, extendedData }: ChatEvents['connectionStateChanged']): string {
  switch (state) {
    case ConnectionState.Connected:
      return '* connected'
    case ConnectionState.Connecting:
      return '* connecting'
    case ConnectionState.Reconnecting:
      return '* not connected, trying again; what you write waits'
    case ConnectionState.Disconnected:
      return `* logged out: ${reasonOf(event)}${extendedData === '' ? '' : ` (${plain(extendedData)})`}`
  }
}

function reasonOf(event: ConnectionEvent): string {
  const [name] = Object.entries(ConnectionEvent).find(([, known]) => known === event) ?? []
  return name ?? String(event)
}

function timeOf(timestamp: number): string {
  return new Date(timestamp).toISOString().slice(0, 16).replace('T', ' ')
}
