import { requireBoolean, requireOptions, requireText, requireUserID } from '../runtime/argument.js'
import type { LoginAttempt } from './login.js'
import type { SessionContext } from './session-context.js'

/** A login as the app asked for it. */
export type RequestedLogin = LoginAttempt & { readonly isOfflineLogin: boolean }

/** Throws `invalid-argument`, before any I/O. */
export function attemptOf(
  context: Pick<SessionContext, 'transport' | 'appSign'>,
  userID: unknown,
  config: unknown,
): RequestedLogin {
  const options = requireOptions('config', config, { isOptional: true })
  const isOfflineLogin =
    options['isOfflineLogin'] === undefined ? false : requireBoolean('config.isOfflineLogin', options['isOfflineLogin'])
  const userName =
    options['userName'] === undefined ? '' : requireText('config.userName', options['userName'], { maxBytes: 256 })
  return {
    userID: requireUserID('userID', userID, context.transport.idRule),
    credential:
      context.appSign === undefined
        ? { type: 'token', token: requireText('config.token', options['token'], { minBytes: 1, maxBytes: 8_192 }) }
        : { type: 'appSign', appSign: context.appSign },
    userName: userName === '' ? undefined : userName,
    isOfflineLogin,
  }
}
