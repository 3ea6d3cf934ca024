'use client'
import { ConnectionState } from '@latchkey/core'
import { useKit } from './chat-provider.js'
import { useConnection } from './hooks.js'

/** Why what needs the backend cannot be done now; `undefined` when it can. */
export function useOfflineReason(): string | undefined {
  const { chat, texts } = useKit()
  // Subscribing makes it follow the connection.
  useConnection()
  return chat.connectionState === ConnectionState.Connected ? undefined : texts.notConnected
}
