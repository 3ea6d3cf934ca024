import { ChatError, createChat, repliesFeature, type Chat, type ChatWith } from '@latchkey/core'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { jwtReader } from '@latchkey/token-jwt'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { join } from 'node:path'
import type { KeptToken } from './kept-token.js'
import type { TerminalOptions } from './terminal-options.js'

export type TerminalChat = ChatWith<readonly [typeof repliesFeature]>

export function createTerminalChat({ url, folder }: TerminalOptions): TerminalChat {
  return createChat({
    app: 'terminal',
    storage: sqliteNodeStorage({ folder: join(folder, 'data') }),
    transport: webSocketTransport({ url }),
    tokenReader: jwtReader(),
    features: [repliesFeature],
  })
}

/**
 * Offline for whoever was logged in last, so that the start waits for no network; anybody else logs in online. Rejects as
 * `login` does.
 */
export async function logIn(chat: Chat, kept: KeptToken, options: TerminalOptions): Promise<void> {
  const last = await chat.queryLastLogin()
  const userID = options.userID ?? last?.userID
  const token = options.token ?? (await kept.read())
  if (userID === undefined) throw new Error('Nobody was logged in here before: say who with --user.')
  if (token === undefined) throw new Error('There is no token: give one as LATCHKEY_TOKEN.')
  try {
    await chat.login(userID, { token, isOfflineLogin: last?.userID === userID })
  } catch (error) {
    // A new token that this device cannot judge may still convince the server.
    const isUnjudged = ChatError.is(error) && error.code === 'token-not-verifiable'
    if (!isUnjudged) throw error
    await chat.login(userID, { token })
  }
  await kept.keep(token)
}
