import type { ChatOptions } from '../contract/chat.js'
import type { Platform } from '../contract/platform.js'
import type { StorageDriver } from '../contract/storage-driver.js'
import type { TokenReader } from '../contract/token-reader.js'
import type { Emitter } from '../events/emitter.js'
import type { Journal } from '../runtime/journal.js'
import type { GuardedTransport } from '../runtime/transport-guard.js'
import type { FirstScreenStore } from '../store/first-screen.js'
import type { OpenAttachments } from '../sync/attachments.js'
import type { RelayChannel } from '../tabs/relay-channel.js'
import type { ConnectionStatus } from './connection-status.js'
import type { LastLoginStore } from './last-login.js'

/** What one chat gives to each of its sessions. */
export interface SessionContext {
  readonly app: string
  readonly storage: StorageDriver
  readonly transport: GuardedTransport
  readonly appSign: string | undefined
  readonly tokenReader: TokenReader | undefined
  readonly tokenProvider: (() => Promise<string>) | undefined
  readonly loginTimeoutMs: number
  readonly onRefused: 'keep' | 'wipe'
  readonly staleMessages: ChatOptions['staleMessages']
  readonly platform: Platform
  readonly journal: Journal
  readonly emitter: Emitter
  readonly status: ConnectionStatus
  readonly lastLogin: LastLoginStore
  readonly firstScreen: FirstScreenStore
  readonly channel: RelayChannel
  /** Absent where no feature has the files of messages. */
  readonly openAttachments: OpenAttachments | undefined
}
