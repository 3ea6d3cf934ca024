import { ChatError } from '@latchkey/core'

import type { ZIMErrorCode } from './error-codes.js'
import { numberOf, type Area } from './error-table.js'

/** What every method of this package rejects with. `cause` is the `ChatError` with the code of Latchkey. */
export interface ZIMError extends Error {
  readonly code: ZIMErrorCode
  readonly cause: ChatError
}

/** Whatever was thrown, with the number of its code in this area. */
export function zimErrorOf(thrown: unknown, area: Area): ZIMError {
  const cause = ChatError.from(thrown)
  return Object.assign(new Error(cause.message), { name: 'ZIMError', code: numberOf(cause.code, area), cause })
}

/** The same call, which rejects with numbers. */
export function numbered<Parameters extends readonly unknown[], Result>(
  area: Area,
  call: (...parameters: Parameters) => Promise<Result>,
): (...parameters: Parameters) => Promise<Result> {
  return async (...parameters) => {
    try {
      return await call(...parameters)
    } catch (error) {
      throw zimErrorOf(error, area)
    }
  }
}

/** Throws what becomes `CommonModuleParamsInvalid`. */
export function refuse(argument: string, rule: string): never {
  throw new ChatError('invalid-argument', { message: `${argument} ${rule}.`, details: { argument, rule } })
}

/** A config object, which untyped callers may forget. Throws `invalid-argument`. */
export function given<Config extends object>(argument: string, config: Config): Config {
  return typeof config === 'object' && config !== null ? config : refuse(argument, 'must be an object')
}
