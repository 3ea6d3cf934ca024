import {
  ChatError,
  attachmentsFeature,
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  createChat,
  deleteAllMessagesFeature,
  groupsFeature,
  profileFeature,
  receiptsFeature,
  type ChatOptions,
  type ChatWith,
} from '@latchkey/core'

/** What Latchkey needs to know beyond what a ZIM app says: what it is made of. `app` comes from the appID. */
export type ZIMConfiguration = Omit<ChatOptions, 'app' | 'appSign'>

let configuration: ZIMConfiguration | undefined

/** Says what every later `ZIM.create` is made of. Call it once, before. */
export function configure(parts: ZIMConfiguration): void {
  configuration = parts
}

/** Every feature that the facade has methods for. */
const features: readonly [
  typeof attachmentsFeature,
  typeof blacklistFeature,
  typeof callsFeature,
  typeof conversationSettingsFeature,
  typeof deleteAllMessagesFeature,
  typeof groupsFeature,
  typeof profileFeature,
  typeof receiptsFeature,
] = [
  attachmentsFeature,
  blacklistFeature,
  callsFeature,
  conversationSettingsFeature,
  deleteAllMessagesFeature,
  groupsFeature,
  profileFeature,
  receiptsFeature,
]

export type AppChat = ChatWith<typeof features>

/** The chat of an app: what each area of the facade calls. Throws `internal-error` before `configure`. */
export function createAppChat(appID: number, appSign: string | undefined): AppChat {
  if (configuration === undefined) {
    throw new ChatError('internal-error', { message: 'Call configure({ storage, transport }) before ZIM.create.' })
  }
  const options = { ...configuration, app: `zim-${String(appID)}`, features }
  return createChat(appSign === undefined ? options : { ...options, appSign })
}
