import { createAnchors } from './anchors.js'
import { callMethods, type CallMethods } from './areas/calls.js'
import { conversationMethods, type ConversationMethods } from './areas/conversations.js'
import { groupMethods, type GroupMethods } from './areas/groups.js'
import { messageMethods, type MessageMethods } from './areas/messages.js'
import { receiptMethods, type ReceiptMethods } from './areas/receipts.js'
import { userMethods, type UserMethods } from './areas/users.js'
import { createAppChat, type AppChat } from './configuration.js'
import { given, numbered, refuse, zimErrorOf } from './errors/zim-error.js'
import { tellOfChat } from './events.js'
import { createFlags } from './flags.js'
import type { Scene } from './scene.js'
import { createSettling } from './settling.js'
import type { ZIMEventName, ZIMEventPayloads } from './types/event-types.js'
import type { ZIMAppConfig, ZIMLoginConfig, ZIMLogoutConfig } from './types/user-types.js'

/** The listener of each event: the instance comes first. */
export type ZIMEventHandler = {
  readonly [Name in ZIMEventName]: (zim: ZIM, payload: ZIMEventPayloads[Name]) => void
}

/** One app with at most one user logged in. Every method rejects with a `ZIMError`. */
export interface ZIM
  extends UserMethods, ConversationMethods, MessageMethods, ReceiptMethods, GroupMethods, CallMethods {
  /** Sets the one listener of an event; an earlier one is replaced. */
  on<Name extends ZIMEventName>(name: Name, listener: (zim: ZIM, payload: ZIMEventPayloads[Name]) => void): void
  off(name: ZIMEventName): void
  /** With `isOfflineLogin` it resolves once this device has checked that the user is the last one here and the token is still good. */
  login(userID: string, config: ZIMLoginConfig): Promise<void>
  /** Resolves once it is durable, and with it that nobody can log in offline. What fails is told by `error` too. */
  logout(config?: ZIMLogoutConfig): Promise<void>
  /** Works offline too. */
  renewToken(token: string): Promise<{ readonly token: string }>
  /** Ends everything and keeps all data. Then another instance can be made. */
  destroy(): void
}

let instance: ZIM | null = null

/** Makes the one instance, and finds it again. */
export const ZIM = {
  /** `null` when there is one already. Throws a `ZIMError` for a malformed config, and before `configure`. */
  create(config: ZIMAppConfig): ZIM | null {
    if (instance !== null) return null
    try {
      const { appID, appSign } = given('appConfig', config)
      if (!Number.isSafeInteger(appID) || appID < 0) refuse('appConfig.appID', 'must be a whole number of 0 or more')
      // Blank is how an app in token mode says that it has none.
      instance = createInstance(createAppChat(appID, appSign || undefined))
      return instance
    } catch (error) {
      throw zimErrorOf(error, 'login')
    }
  },
  /** `null` until `create`, and after `destroy`. */
  getInstance(): ZIM | null {
    return instance
  },
}

function createInstance(chat: AppChat): ZIM {
  const listeners: { -readonly [Name in ZIMEventName]?: ZIMEventHandler[Name] } = {}
  const scene: Scene = { chat, flags: createFlags(), anchors: createAnchors(), settle: createSettling(chat) }

  const zim: ZIM = {
    ...userMethods(scene),
    ...conversationMethods(scene),
    ...messageMethods(scene),
    ...groupMethods(scene),
    ...receiptMethods(scene),
    ...callMethods(scene),
    on(name, listener) {
      // The same type in two spellings, which the compiler cannot see for a name that it does not know.
      listeners[name] = listener as ZIMEventHandler[typeof name]
    },
    off(name) {
      Reflect.deleteProperty(listeners, name)
    },
    login: numbered('login', (userID, config) => {
      const { userName, token, isOfflineLogin = false } = given('config', config)
      return chat.login(userID, { isOfflineLogin, ...(userName ? { userName } : {}), ...(token ? { token } : {}) })
    }),
    logout(config) {
      const ended = numbered('login', async () => chat.logout(config))()
      // ZIM apps do not wait for a logout: what fails must not end as a rejection that nobody handles.
      ended.catch(tellError)
      return ended
    },
    renewToken: numbered('login', async (token) => {
      await chat.renewToken(token)
      return { token }
    }),
    destroy() {
      for (const name of Object.keys(listeners)) Reflect.deleteProperty(listeners, name)
      if (instance === zim) instance = null
      chat.destroy().catch(() => undefined)
    },
  }

  function tell<Name extends ZIMEventName>(name: Name, payload: ZIMEventPayloads[Name]): void {
    listeners[name]?.(zim, payload)
  }

  function tellError(error: unknown): void {
    const { code, message } = zimErrorOf(error, 'login')
    tell('error', { code, message })
  }

  tellOfChat(chat, tell)
  return zim
}
