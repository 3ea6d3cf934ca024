import type { Chat, ChatOptions } from './contract/chat.js'
import { chatEventNames } from './contract/events.js'
import { createCallDomain } from './domain/calls.js'
import { createConversationDomain } from './domain/conversations.js'
import { createGroupDomain } from './domain/groups.js'
import { createMessageCommands } from './domain/message-commands.js'
import { createMessageDomain } from './domain/messages.js'
import { createOutboxDomain } from './domain/outbox.js'
import { methodOf, relayMethods, runMethod } from './domain/session-calls.js'
import { createUserDomain } from './domain/users.js'
import { createEmitter } from './events/emitter.js'
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

/**
 * Composes a chat from its drivers. Does no I/O: that begins with the first call.
 * Throws `invalid-argument` and `contract-version-mismatch`.
 */
export function createChat(options: ChatOptions): Chat {
  return composeChat(options, relayVersion)
}

/** `version`: of what this build says to the other tabs. */
export function composeChat(options: ChatOptions, version: number): Chat {
  const context = contextOf(options, version)
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
  const live = createLiveQueries(keeper, domain)
  const outbox = createOutboxDomain(keeper, emitter)

  /** Every call that needs a session. Keeps nothing from one call to the next. */
  function methodsOf(newID: () => string) {
    const access = { require: keeper.require, newID }
    return {
      ...createUserDomain(access, domain),
      ...createGroupDomain(access, domain),
      ...createMessageDomain(access, domain),
      ...createMessageCommands(access, domain),
      ...createCallDomain(access, domain),
      ...createConversationDomain(access, domain),
      ...outbox,
      syncNow: async () => access.require().syncNow(),
    }
  }
  return {
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
    ...relayMethods(keeper, platform, methodsOf),
    live,
    on(name, listener) {
      requireOneOf('name', name, chatEventNames)
      requireFunction('listener', listener)
      return emitter.on(name, listener)
    },
  }
}

function contextOf(options: ChatOptions, version: number): SessionContext {
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
  const storage = boundStorage(guardStorage(options.storage), platform.clock)
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
