import { ChatError } from '../../src/errors/chat-error.js'
import type { EveryChat, LocalWrite, Read } from './every-chat.js'
import type { ErrorCode } from '../../src/errors/error-codes.js'
import type { PageOptions, ReadOptions } from '../../src/contract/page.js'
import type { Filled } from './filled-store.js'

/** How a read is asked: pages of so many, from the backend or from local data. */
export type AskOptions = PageOptions & ReadOptions

/** What holds of one read. */
export interface ReadRow<Name extends Read> {
  parameters(filled: Filled, options: AskOptions): Parameters<EveryChat[Name]>
  /** What the answer holds at least, on the store that real use filled. */
  finds(filled: Filled): object
  /** The answer to somebody who has logged in and nothing else; a code where it is refused. */
  readonly whenEmpty: object | ErrorCode
  /** Of a list with pages: the property with the rows. `older`: each page is before the last one, and oldest first in itself. */
  readonly pages?: string
  readonly pagesGo?: 'older'
  /** It can be asked of the backend too, and then says the same. */
  readonly isAlsoOfServer?: true
  /** It has no answer without a connection. */
  readonly needsConnection?: true
}

export type ReadRows = { readonly [Name in Read]: ReadRow<Name> }

/** What holds of one write. */
export interface WriteRow<Name extends LocalWrite> {
  /** `from`: whose messages and conversation it changes. Those of two people are equal. */
  parameters(filled: Filled, from: 'bob' | 'eve'): Parameters<EveryChat[Name]>
  /** Reads what it changed. */
  shown(chat: EveryChat, filled: Filled, from: 'bob' | 'eve'): Promise<unknown>
  /** What is read then. */
  readonly shows: unknown
}

export type WriteRows = { readonly [Name in LocalWrite]: WriteRow<Name> }

/** Calls a method of a chat. */
export async function ask<Name extends Read | LocalWrite>(
  chat: EveryChat,
  name: Name,
  parameters: Parameters<EveryChat[Name]>,
): Promise<unknown> {
  return Reflect.apply(chat[name], chat, parameters)
}

/** What a call resolves with; of one that is refused its code. */
export async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call
  } catch (error) {
    if (ChatError.is(error)) return error.code
    throw error
  }
}
