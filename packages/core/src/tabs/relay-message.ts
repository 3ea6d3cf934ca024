import type { ChatEventName, StorageState } from '../contract/events.js'
import type { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import { ChatError, type ErrorDetails } from '../errors/chat-error.js'
import { isErrorCode } from '../errors/error-codes.js'

/** What the tabs of one app tell each other. Everything in it can be cloned, errors in their plain form included. */
export type RelayBody =
  /** A follower asks who leads, and whether it is awake. `epoch`: of a leader that it knew, when the one asked is behind. */
  | { readonly type: 'hello'; readonly epoch?: number }
  /** A follower goes away, perhaps for ever: it shows nothing and waits for nothing. */
  | { readonly type: 'bye' }
  /** The leader leads, and how things stand. */
  | {
      readonly type: 'state'
      /** Raised with every change of leader: what an older leader still says is not believed. */
      readonly epoch: number
      readonly connection: ConnectionFacts
      readonly storage: StorageState
    }
  | { readonly type: 'event'; readonly name: ChatEventName; readonly event: unknown }
  | RelayCall
  /** The leader's last word on a call. */
  | { readonly type: 'answer'; readonly requestID: string; readonly value: unknown }
  | { readonly type: 'refusal'; readonly requestID: string; readonly error: unknown }
  /** A follower no longer waits for a call, or no longer shows a live query. */
  | { readonly type: 'abort'; readonly requestID: string }
  | RelayLive
  | { readonly type: 'snapshot'; readonly requestID: string; readonly snapshot: object }
  /** The token to go by from now on. */
  | { readonly type: 'token'; readonly token: string }
  /** The session of this user has ended, in all tabs. */
  | { readonly type: 'ended'; readonly event: ConnectionEvent; readonly code: string }
  /** This user has logged in: the session of any other user ends. */
  | { readonly type: 'login' }

export interface ConnectionFacts {
  readonly state: ConnectionState
  readonly event: ConnectionEvent
  readonly extendedData: string
}

/** A call of `Chat`, made in a follower. */
export interface RelayCall {
  readonly type: 'call'
  readonly requestID: string
  readonly name: string
  readonly parameters: readonly unknown[]
  /** What the call makes is named by these, so that repeating it doubles nothing. */
  readonly identifiers: readonly string[]
  /** Whether the call ends with options that carry a signal. */
  readonly isAbortable: boolean
  /** By the device's clock: the leader refuses a call whose follower has stopped waiting for it. */
  readonly sentAt: number
}

/** A live query that is shown in a follower. */
export interface RelayLive {
  readonly type: 'live'
  readonly requestID: string
  readonly name: string
  readonly parameters: readonly unknown[]
  /** How many rows are shown. */
  readonly count: number
}

export type RelayMessage = RelayBody & Envelope

export interface Envelope {
  /** Of the sender. The envelope is the same in every version. */
  readonly version: number
  readonly userID: string
  /** The sending tab. */
  readonly from: string
  /** The only tab that it is for; absent: all. */
  readonly to?: string
}

const maxIdentifierLength = 128
const maxIdentifiers = 8
const maxParameters = 8

const isIdentifier = (value: unknown) =>
  typeof value === 'string' && value.length > 0 && value.length <= maxIdentifierLength
const isObject = (value: unknown) => typeof value === 'object' && value !== null
const isList = (value: unknown, max: number) => Array.isArray(value) && value.length <= max
const isNumber = Number.isFinite
const isName = (value: unknown) => typeof value === 'string' && value.length <= maxIdentifierLength

type Shape = Readonly<Record<string, (value: unknown) => boolean>>

const isRequest: Shape = { requestID: isIdentifier }
const isQuestion: Shape = { ...isRequest, name: isName, parameters: (value) => isList(value, maxParameters) }

const shapes: { readonly [Type in RelayBody['type']]: Shape } = {
  hello: { epoch: (value) => value === undefined || isNumber(value) },
  bye: {},
  state: { epoch: isNumber, connection: isObject, storage: isObject },
  event: { name: isName, event: isObject },
  call: {
    ...isQuestion,
    identifiers: (value) => isList(value, maxIdentifiers) && (value as unknown[]).every(isIdentifier),
    sentAt: isNumber,
  },
  answer: isRequest,
  refusal: { ...isRequest, error: isObject },
  abort: isRequest,
  live: { ...isQuestion, count: isNumber },
  snapshot: { ...isRequest, snapshot: isObject },
  token: { token: (value) => typeof value === 'string' && value.length <= 8_192 },
  ended: { event: isNumber, code: isName },
  login: {},
}

const envelope: Shape = { version: isNumber, userID: isIdentifier, from: isIdentifier }

function fits(value: object, shape: Shape): boolean {
  return Object.entries(shape).every(([field, accepts]) => accepts(Reflect.get(value, field)))
}

/** Of a message of any version: who sent it. `undefined` for what is none. */
export function readEnvelope(value: unknown): Envelope | undefined {
  return typeof value === 'object' && value !== null && fits(value, envelope) ? (value as Envelope) : undefined
}

/** Whether a message of this version is whole. Whatever shares the origin may post to the channel. */
export function isRelayMessage(value: Envelope): value is RelayMessage {
  const type: unknown = Reflect.get(value, 'type')
  return typeof type === 'string' && Object.hasOwn(shapes, type) && fits(value, shapes[type as RelayBody['type']])
}

/** An error as it crosses between tabs. Causes stay behind: they may be anything. */
export function encodeError(error: ChatError): object {
  return { code: error.code, message: error.message, details: error.details }
}

export function decodeError(value: unknown): ChatError {
  const { code, message, details } = Object(value) as { code?: unknown; message?: unknown; details?: unknown }
  return new ChatError(isErrorCode(code) ? code : 'internal-error', {
    ...(typeof message === 'string' ? { message } : {}),
    details: Object(details) as ErrorDetails,
  })
}

/** `value` with the error that it may carry in its plain form. Events, states and snapshots carry theirs as `error`. */
export function encodeFacts(value: unknown): unknown {
  return hasError(value) && ChatError.is(value.error) ? { ...value, error: encodeError(value.error) } : value
}

export function decodeFacts(value: unknown): unknown {
  return hasError(value) ? { ...value, error: decodeError(value.error) } : value
}

function hasError(value: unknown): value is { readonly error: unknown } {
  return typeof value === 'object' && value !== null && 'error' in value
}
