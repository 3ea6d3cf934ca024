import { ChatError, ConnectionEvent, ConnectionState, type ErrorCode } from '@latchkey/core'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'

export interface SessionView {
  /** The signed-in user; absent without a session. */
  readonly userID?: string
  /** Why the session ended by itself, in words; absent when it did not. */
  readonly endedBecause?: string
  /** Whether the local data can be read: `outdated` when a newer version of the app has it in another tab. */
  readonly storage: 'ready' | 'opening' | 'outdated' | 'failed'
}

export function createSessionView({ chat, texts }: Kit): Readable<SessionView> {
  function now(endedBecause: string | undefined): SessionView {
    const { userID, storageState } = chat
    return {
      ...(userID === undefined ? {} : { userID }),
      ...(endedBecause === undefined || userID !== undefined ? {} : { endedBecause }),
      storage: storageOf(storageState),
    }
  }
  const view = createWritable<SessionView>(now(undefined), () => {
    const update = () => {
      view.set(now(view.getSnapshot().endedBecause))
    }
    update()
    const stops = [
      chat.on('storageStateChanged', update),
      chat.on('connectionStateChanged', ({ state, event, extendedData }) => {
        const isEnded = state === ConnectionState.Disconnected && event !== ConnectionEvent.Success
        const code = extendedData as ErrorCode
        view.set(now(isEnded && chat.userID === undefined ? texts.signedOutBecause(code) : undefined))
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  })
  return view
}

function storageOf(state: Kit['chat']['storageState']): SessionView['storage'] {
  switch (state?.state) {
    case 'failed':
      return state.error.code === 'client-outdated' ? 'outdated' : 'failed'
    // Another tab leads now: through it the data can be read again in a moment.
    case 'takenOver':
    case 'opening':
      return 'opening'
    case 'open':
    case undefined:
      return 'ready'
  }
}

/** What a person reads when a login was refused. */
export function loginProblem({ texts }: Pick<Kit, 'texts'>, failure: unknown, userID: string): string {
  return texts.loginFailed(ChatError.is(failure) ? failure.code : 'internal-error', userID)
}

/** How many operations the backend has not learned of yet; for the warning before signing out. */
export async function countUnsent({ chat }: Pick<Kit, 'chat'>): Promise<number> {
  const { operationList } = await chat.queryOperationList({ count: 100 })
  return operationList.filter(({ operation }) => operation === 'sendMessage').length
}
