import { ConnectionEvent, ConnectionState } from '../contract/connection-state.js'
import type { Emitter } from '../events/emitter.js'
import type { ErrorCode } from '../errors/error-codes.js'

/** The state of the connection, and the telling of its changes (OL-13). */
export interface ConnectionStatus {
  readonly state: ConnectionState
  /** Why the state is what it is. */
  readonly event: ConnectionEvent
  readonly code: ErrorCode | undefined
  set(state: ConnectionState, event: ConnectionEvent, code?: ErrorCode): void
}

export function createConnectionStatus(emitter: Emitter): ConnectionStatus {
  let state: ConnectionState = ConnectionState.Disconnected
  let event: ConnectionEvent = ConnectionEvent.Success
  let code: ErrorCode | undefined
  return {
    get state() {
      return state
    },
    get event() {
      return event
    },
    get code() {
      return code
    },
    set(nextState, nextEvent, nextCode) {
      if (state === nextState && event === nextEvent) return
      state = nextState
      event = nextEvent
      code = nextCode
      emitter.emit('connectionStateChanged', { state, event, extendedData: code ?? '' })
    },
  }
}
