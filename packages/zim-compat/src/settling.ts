import { ChatError, ConnectionState, type OperationReceipt } from '@latchkey/core'

import type { AppChat } from './configuration.js'

export type Settling = (receipt: Partial<OperationReceipt> | undefined) => Promise<void>

/**
 * Waits for what became of an operation for as long as there is a connection, and rejects with why it was refused, or
 * `call-aborted` when it was discarded. Without a
 * connection, or when it is lost meanwhile, the operation stays in the outbox and there is nothing to wait for.
 */
export function createSettling(chat: AppChat): Settling {
  return async (receipt) => {
    const operationID = receipt?.operationID
    if (operationID === undefined) return
    let stopListening = (): void => undefined
    const isDisconnected = new Promise<undefined>((resolve) => {
      stopListening = chat.on('connectionStateChanged', ({ state }) => {
        if (state !== ConnectionState.Connected) resolve(undefined)
      })
      if (chat.connectionState !== ConnectionState.Connected) resolve(undefined)
    })
    const abort = new AbortController()
    const settled = chat.whenSettled(operationID, { signal: abort.signal })
    try {
      const settlement = await Promise.race([settled, isDisconnected])
      if (settlement?.outcome === 'failed') throw settlement.error
      if (settlement?.outcome === 'discarded') throw new ChatError('call-aborted')
    } finally {
      stopListening()
      abort.abort()
    }
  }
}
