import type { CancelSignal } from '../contract/cancel-signal.js'
import type { Platform } from '../contract/platform.js'
import type { Credential, TransportConnection } from '../contract/transport-driver.js'
import { ChatError } from '../errors/chat-error.js'
import { createIdentifier } from '../runtime/identifier.js'
import type { Journal } from '../runtime/journal.js'
import type { Credentials } from './credentials.js'
import { fetchToken } from './token-provider.js'

/** How a session comes to a new token (OL-16). */
export interface TokenRenewal {
  /** What the connection, or the attempt to make one, goes by. */
  offered: Credential
  /** Rejects like `renewToken` of the login contract. */
  renew(token: string): Promise<void>
  /** Asks the provider and renews with its token, once at a time. Resolves with whether there is a new one; never rejects. */
  renewFromProvider(): Promise<boolean>
  /** Like `renewFromProvider` after the backend refused the token: the new one goes with the next attempt. */
  replaceFromProvider(): Promise<boolean>
}

export function createTokenRenewal({
  credentials,
  tokenProvider,
  platform,
  journal,
  signal,
  connection,
  onRenewed,
  retryNow,
}: {
  readonly credentials: Credentials
  readonly tokenProvider: (() => Promise<string>) | undefined
  readonly platform: Platform
  readonly journal: Journal
  /** Fires when the session ends. */
  readonly signal: CancelSignal
  /** The live connection, if there is one. */
  readonly connection: () => TransportConnection | undefined
  readonly onRenewed: (token: string) => void
  readonly retryNow: () => void
}): TokenRenewal {
  let offered = credentials.credential()
  let fetching: Promise<boolean> | undefined

  async function renew(token: string): Promise<void> {
    credentials.inspect(token)
    const live = connection()
    const isTold = live !== undefined && (await tell(live, token))
    if (!isTold) {
      await credentials.replace(token, undefined)
      retryNow()
    }
    onRenewed(token)
  }

  /** Resolves with `false` when the link broke, so that the token goes with the next connection instead. */
  async function tell(live: TransportConnection, token: string): Promise<boolean> {
    const operationID = createIdentifier(platform)
    try {
      const { tokenExpiresAt } = await live.call('renewToken', { token }, { operationID, signal })
      await credentials.replace(token, tokenExpiresAt)
      offered = credentials.credential()
      return true
    } catch (failure) {
      const { code } = ChatError.from(failure)
      if (code === 'transport-unreachable' || code === 'transport-timeout') return false
      throw failure
    }
  }

  async function replace(token: string): Promise<void> {
    await credentials.replace(token, undefined)
    onRenewed(token)
  }

  function fromProvider(take: (token: string) => Promise<void>): Promise<boolean> {
    fetching ??= ask(take).finally(() => {
      fetching = undefined
    })
    return fetching
  }

  async function ask(take: (token: string) => Promise<void>): Promise<boolean> {
    if (tokenProvider === undefined) return false
    const before = credentials.credential()
    try {
      const token = await fetchToken(tokenProvider, platform.clock, signal)
      if (before.type === 'token' && before.token === token) return false
      await take(token)
      return true
    } catch (failure) {
      const { code } = ChatError.from(failure)
      journal.write('warning', 'login', 'The token provider gave no good token.', { code })
      return false
    }
  }

  return {
    get offered() {
      return offered
    },
    set offered(credential) {
      offered = credential
    },
    renew,
    renewFromProvider: () => fromProvider(renew),
    replaceFromProvider: () => fromProvider(replace),
  }
}
