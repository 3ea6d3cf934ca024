import { ChatError, blacklistFeature, createChat, type ChatOptions } from '@latchkey/core'

/** What Latchkey needs to know beyond what a ZIM app says: what it is made of. `app` comes from the appID. */
export type ZIMConfiguration = Omit<ChatOptions, 'app' | 'appSign'>

let configuration: ZIMConfiguration | undefined

/** Says what every later `ZIM.create` is made of. Call it once, before. */
export function configure(parts: ZIMConfiguration): void {
  configuration = parts
}

/** The chat of an app: what each area of the facade calls. Throws `internal-error` before `configure`. */
export function createAppChat(appID: number, appSign: string | undefined) {
  if (configuration === undefined) {
    throw new ChatError('internal-error', { message: 'Call configure({ storage, transport }) before ZIM.create.' })
  }
  const options = { ...configuration, app: `zim-${String(appID)}`, features: [blacklistFeature] } as const
  return createChat(appSign === undefined ? options : { ...options, appSign })
}

export type AppChat = ReturnType<typeof createAppChat>
