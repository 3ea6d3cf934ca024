import type { Chat, ChatOptions } from './contract/chat.js'
import { chatEventNames } from './contract/events.js'
import { createConversationDomain } from './domain/conversations.js'
import { createGroupDomain } from './domain/groups.js'
import { createMessageCommands } from './domain/message-commands.js'
import { createMessageDomain } from './domain/messages.js'
import { createOutboxDomain } from './domain/outbox.js'
import { methodOf, relayMethods, runMethod } from './domain/session-calls.js'
import { createUserDomain } from './domain/users.js'
import { createEmitter } from './events/emitter.js'
import type { Feature, FeatureLive, FeatureMethods } from './features/feature.js'
import { liveOf, methodsOfFeatures, requireFeatures } from './features/features.js'
import { createLiveQueries } from './live/live-queries.js'
import { defaultPlatform } from './platform/default-platform.js'
import {
  refuseArgument,
  requireFunction,
  requireInteger,
  requireOneOf,
  requireOptions,
  requireText,
} from './runtime/argument.js'
import { boundStorage } from './runtime/bounded-storage.js'
import { createJournal } from './runtime/journal.js'
import { guardStorage } from './runtime/storage-guard.js'
import { guardTransport } from './runtime/transport-guard.js'
import { createConnectionStatus } from './session/connection-status.js'
import { createLastLoginStore } from './session/last-login.js'
import type { SessionContext } from './session/session-context.js'
import { createSessionKeeper, type SessionKeeper } from './session/session-keeper.js'
import { createFirstScreenStore } from './store/first-screen.js'
import type { RelayedQuery } from './tabs/leader.js'
import { createRelayChannel, relayVersion } from './tabs/relay-channel.js'

const defaultLoginTimeoutMs = 15_000
/** What other tabs may call here of the login contract. */
const callsOfKeeper: readonly string[] = [
  'logout',
  'renewToken',
  'reconnectNow',
  'confirmLogin',
] satisfies (keyof SessionKeeper)[]

/** A chat with the methods and live queries of its features. */
export type ChatWith<Features extends readonly Feature[]> = Chat &
  FeatureMethods<Features> & { readonly live: FeatureLive<Features> }

/** `features`: what this chat can do beyond every chat. At most 64, each once. */
type OptionsWith<Features extends readonly Feature[]> = ChatOptions & { readonly features?: Features }

/**
 * Composes a chat from its drivers and features. Does no I/O: that begins with the first call.
 * Throws `invalid-argument` and `contract-version-mismatch`.
 */
export function createChat<const Features extends readonly Feature[] = readonly []>(
  options: OptionsWith<Features>,
): ChatWith<Features> {
  return composeChat(options, relayVersion)
}

/** `version`: of what this build says to the other tabs. */
export function composeChat<const Features extends readonly Feature[] = readonly []>(
  options: OptionsWith<Features>,
  version: number,
): ChatWith<Features> {
  const features = requireFeatures(requireOptions('options', options)['features'])
  const context = contextOf(options, features, version)
  const { emitter, platform } = context
  const domain = { platform, idRule: context.transport.idRule }
  const keeper = createSessionKeeper(context, {
    call(name, parameters, identifiers) {
      const own = callsOfKeeper.includes(name) && methodOf(keeper, name)
      if (own) return Reflect.apply(own, keeper, parameters) as Promise<void>
      return runMethod(platform, methodsOf, { name, parameters, identifiers })
    },
    live(name, parameters) {
      const query = methodOf(live, name)
      return query && (Reflect.apply(query, live, parameters) as RelayedQuery)
    },
  })
  const baseLive = createLiveQueries(keeper, domain)
  const live = { ...baseLive, ...liveOf(features, keeper, domain, [baseLive]) }
  const outbox = createOutboxDomain(keeper, emitter)

  /** Every call that needs a session. Keeps nothing from one call to the next. */
  function methodsOf(newID: () => string) {
    const access = { require: keeper.require, newID }
    const methods = {
      ...createUserDomain(access, domain),
      ...createGroupDomain(access, domain),
      ...createMessageDomain(access, domain),
      ...createMessageCommands(access, domain),
      ...createConversationDomain(access, domain),
      ...outbox,
      syncNow: async () => access.require().syncNow(),
    }
    return { ...methods, ...methodsOfFeatures(features, access, domain, [methods, reserved]) }
  }
  const own = {
    get connectionState() {
      return keeper.connectionState
    },
    get userID() {
      return keeper.userID
    },
    get storageState() {
      return keeper.tab?.storageState
    },
    login: keeper.login,
    logout: keeper.logout,
    renewToken: keeper.renewToken,
    reconnectNow: keeper.reconnectNow,
    queryLastLogin: keeper.queryLastLogin,
    destroy: keeper.destroy,
    live,
    on(name, listener) {
      requireOneOf('name', name, chatEventNames)
      requireFunction('listener', listener)
      return emitter.on(name, listener)
    },
  } satisfies Partial<Chat>
  // By name, before the methods join them.
  const reserved = { ...own }
  const chat: Chat = Object.assign(own, relayMethods(keeper, platform, methodsOf))
  // What the features add is what their types say.
  return chat as ChatWith<Features>
}

function contextOf(options: ChatOptions, features: readonly Feature[], version: number): SessionContext {
  const given = requireOptions('options', options)
  const app = requireText('options.app', given['app'], { minBytes: 1, maxBytes: 64 })
  if (!/^[A-Za-z0-9._-]+$/.test(app)) refuseArgument('options.app', 'must be letters, digits and . _ -')
  requireOptions('options.storage', given['storage'])
  requireOptions('options.transport', given['transport'])
  if (given['tokenProvider'] !== undefined) requireFunction('options.tokenProvider', given['tokenProvider'])
  if (given['logger'] !== undefined) requireFunction('options.logger', given['logger'])
  if (given['tokenReader'] !== undefined) requireOptions('options.tokenReader', given['tokenReader'])
  const appSign =
    given['appSign'] === undefined
      ? undefined
      : requireText('options.appSign', given['appSign'], { minBytes: 1, maxBytes: 512 })
  const loginTimeoutMs =
    given['loginTimeoutMs'] === undefined
      ? defaultLoginTimeoutMs
      : requireInteger('options.loginTimeoutMs', given['loginTimeoutMs'], { from: 1, to: 600_000 })
  const onRefused =
    given['onRefused'] === undefined ? 'keep' : requireOneOf('options.onRefused', given['onRefused'], ['keep', 'wipe'])

  const platform = options.platform ?? defaultPlatform()
  const journal = createJournal(options.logger, platform.clock)
  const emitter = createEmitter(journal, platform.clock)
  const guarded = guardStorage(options.storage)
  const featured = features.reduce((driver, feature) => feature.storage?.(driver) ?? driver, guarded)
  const storage = boundStorage(featured, platform.clock)
  return {
    app,
    storage,
    transport: guardTransport(options.transport, platform.clock),
    appSign,
    tokenReader: options.tokenReader,
    tokenProvider: options.tokenProvider,
    loginTimeoutMs,
    onRefused,
    staleMessages: requireStaleMessages(given['staleMessages']),
    platform,
    journal,
    emitter,
    status: createConnectionStatus(emitter),
    lastLogin: createLastLoginStore(storage, app),
    firstScreen: createFirstScreenStore(storage, app),
    channel: createRelayChannel(platform, app, version),
    openAttachments: features.find(({ attachments }) => attachments)?.attachments,
  }
}

function requireStaleMessages(value: unknown): ChatOptions['staleMessages'] {
  if (value === undefined) return undefined
  const given = requireOptions('options.staleMessages', value)
  const policy = requireOneOf('options.staleMessages.policy', given['policy'], ['send', 'ask'])
  if (given['afterMs'] === undefined) return { policy }
  return {
    policy,
    afterMs: requireInteger('options.staleMessages.afterMs', given['afterMs'], { from: 1, to: 2_147_483_647 }),
  }
}
