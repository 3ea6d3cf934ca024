import type { AppChat } from './configuration.js'
import { tellOfCalls } from './events/calls.js'
import { tellOfConversations } from './events/conversations.js'
import { tellOfGroups } from './events/groups.js'
import { tellOfMessages } from './events/messages.js'
import { tellOfUsers } from './events/users.js'
import type { Tell } from './tell.js'

/** Tells of everything that Latchkey tells of, in the shape that ZIM apps know. */
export function tellOfChat(chat: AppChat, tell: Tell): void {
  chat.on('connectionStateChanged', ({ state, event, extendedData }) => {
    tell('connectionStateChanged', { state, event, extendedData })
  })
  chat.on('tokenWillExpire', ({ secondsLeft }) => {
    tell('tokenWillExpire', { second: secondsLeft })
  })
  tellOfUsers(chat, tell)
  tellOfConversations(chat, tell)
  tellOfMessages(chat, tell)
  tellOfGroups(chat, tell)
  tellOfCalls(chat, tell)
}
