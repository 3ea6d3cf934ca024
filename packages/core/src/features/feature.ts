import type { Platform } from '../contract/platform.js'
import type { StorageDriver } from '../contract/storage-driver.js'
import type { TransportDriver } from '../contract/transport-driver.js'
import type { SessionAccess } from '../domain/session-access.js'
import type { LiveSource } from '../live/live-query.js'
import type { OpenAttachments } from '../sync/attachments.js'

/** What every part of a chat is made with. */
export interface FeatureDomain {
  readonly platform: Platform
  readonly idRule: TransportDriver['idRule']
}

/**
 * Optional methods of a chat, as a value that an app imports by name: what it does not import is not in its bundle. A feature
 * keeps no data: tables and what fills them are those of every chat, so that data is complete whichever features are used.
 */
export interface Feature<Methods extends object = object, Live extends object = object> {
  /** Distinct among the features of a chat. */
  readonly name: string
  /** Made anew for each call, and run where the session is. Must do nothing but make the methods. */
  methods(access: SessionAccess, domain: FeatureDomain): Methods
  /** The live twins of the queries among the methods: same names. */
  live?(source: LiveSource, domain: FeatureDomain): Live
  /**
   * The storage with what only this feature needs of it, made of the rows of every chat: an index. The database may be opened without the
   * feature in between, which drops its tables and indexes; what it kept must not be missed then.
   */
  storage?(driver: StorageDriver): StorageDriver
  /** Has the files of messages, once the database of a session is open. Of several features that have it the first counts. */
  readonly attachments?: OpenAttachments
}

/** A feature that has the files of messages. */
export interface AttachingFeature<Methods extends object> extends Feature<Methods> {
  readonly attachments: OpenAttachments
}

/** A feature with live queries. */
export interface LiveFeature<Methods extends object, Live extends object> extends Feature<Methods, Live> {
  live(source: LiveSource, domain: FeatureDomain): Live
}

type All<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer Whole) => void
  ? Whole
  : never

/** The methods of all of them together. */
export type FeatureMethods<Features extends readonly Feature[]> = All<ReturnType<Features[number]['methods']>>

type LiveOf<One> = One extends { live(...parameters: never[]): infer Live } ? Live : never

/** The live queries of all of them together. */
export type FeatureLive<Features extends readonly Feature[]> = All<LiveOf<Features[number]>>
