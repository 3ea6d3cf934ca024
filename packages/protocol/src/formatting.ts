import type {
  Account,
  ChatError,
  Closure,
  ConnectRequest,
  HistoryPage,
  OperationName,
  OperationResult,
  PushedChanges,
  TransportSignal,
} from '@latchkey/core/driver'
import type { PullRequest, PullResult } from './change-log.js'
import type { GetFileRequest, PutFileRequest, PutFileResult } from './files.js'
import type { HeadsRequest, HeadsResult } from './heads.js'
import type { HistoryQuery } from './history.js'
import type { OperationRequest } from './operation-requests.js'
import { toWireError } from './wire-error.js'

/** The requests beside the operations, with their parameters. `changes` goes from the server to the client. */
export interface RequestParameters {
  connect: ConnectRequest
  pull: PullRequest
  heads: HeadsRequest
  history: HistoryQuery
  /** In a binary frame, with the bytes. */
  putFile: PutFileRequest
  /** Answered in a binary frame, with the bytes. */
  getFile: GetFileRequest
  /** Whether the other side is still there. */
  ping: Nothing
  /** Answered once the client has dealt with them; until then the server sends no more. */
  changes: PushedChanges
}

/** What goes from the server to the client without an answer. */
export interface NotificationParameters {
  signal: TransportSignal
  closing: Closure
}

/** What answers a request: of `ping`, `changes` and `getFile`, an empty object. */
export type RequestResult =
  Account | PullResult | HeadsResult | HistoryPage | PutFileResult | OperationResult<OperationName> | Nothing

type Nothing = Readonly<Record<string, never>>

/** A request frame. IDs count up from 1, each side for itself. */
export function formatRequest<Method extends keyof RequestParameters>(
  id: number,
  method: Method,
  parameters: RequestParameters[Method],
): string {
  return format({ id, method, params: parameters })
}

/** The request frame of an operation, whose operationID and parameters are fields of one object. */
export function formatOperation<Name extends OperationName>(
  id: number,
  operation: Name,
  { operationID, parameters }: OperationRequest<Name>,
): string {
  return format({ id, method: operation, params: { operationID, ...parameters } })
}

export function formatNotification<Method extends keyof NotificationParameters>(
  method: Method,
  parameters: NotificationParameters[Method],
): string {
  return format({ method, params: parameters })
}

export function formatResult(id: number, result: RequestResult): string {
  return format({ id, result })
}

/** An error answer. Details that are not short plain values, and codes that no backend may state, stay behind. */
export function formatError(id: number, error: ChatError): string {
  return format({ id, error: toWireError(error) })
}

function format(message: object): string {
  return JSON.stringify({ jsonrpc: '2.0', ...message })
}
