import {
  attachmentsFeature,
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  createChat,
  friendApplicationsFeature,
  friendsFeature,
  groupMutesFeature,
  groupsFeature,
  pinnedMessagesFeature,
  reactionUsersFeature,
  receiptsFeature,
  repliesFeature,
  profileFeature,
  searchFeature,
  type Chat,
} from '@latchkey/core'
import { browserStorage } from '@latchkey/storage-browser'
import { jwtReader } from '@latchkey/token-jwt'
import type { Configuration } from './configuration.js'
import { configuredTransport } from './configured-transport.js'
import { fetchDemoToken } from './demo-token.js'
import { createKeptToken } from './kept-token.js'

/** A chat, and how this app signs in and out of it. */
export interface MessengerChat {
  readonly chat: Chat
  /** Opens on local data when somebody was here before. Rejects with the `ChatError` of `login` when that is refused. */
  resume(): Promise<boolean>
  logIn(userID: string): Promise<void>
  logOut(): Promise<void>
}

/** The profile is part of the app's namespace, so that two accounts live side by side in one browser. */
export function createMessengerChat(profile: string, configuration: Configuration): MessengerChat {
  const keptToken = createKeptToken(profile)
  const chat = createChat({
    app: `messenger-${profile}`,
    storage: browserStorage(),
    transport: configuredTransport(configuration),
    tokenReader: jwtReader(),
    features: [
      searchFeature,
      conversationSettingsFeature,
      groupsFeature,
      groupMutesFeature,
      attachmentsFeature,
      pinnedMessagesFeature,
      reactionUsersFeature,
      receiptsFeature,
      repliesFeature,
      friendsFeature,
      friendApplicationsFeature,
      blacklistFeature,
      profileFeature,
      callsFeature,
    ],
    // "Lunch today?" of the day before yesterday asks before it goes.
    staleMessages: { policy: 'ask' },
    async tokenProvider() {
      const token = await fetchDemoToken(chat.userID ?? profile)
      keptToken.write(token)
      return token
    },
  })
  chat.on('storageStateChanged', ({ state }) => {
    performance.mark(`storage-${state}`)
  })
  return {
    chat,
    async resume() {
      const token = keptToken.read()
      if (token === undefined) return false
      const lastLogin = await chat.queryLastLogin()
      // Without a last login this is refused, with the reason that a person is to read.
      await chat.login(lastLogin?.userID ?? profile, { token, isOfflineLogin: true })
      return true
    },
    async logIn(userID) {
      const token = await fetchDemoToken(userID)
      await chat.login(userID, { token })
      keptToken.write(token)
    },
    async logOut() {
      await chat.logout()
      keptToken.remove()
    },
  }
}
