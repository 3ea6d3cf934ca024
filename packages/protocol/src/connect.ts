import type { Account, ConnectRequest } from '@latchkey/core/driver'
import * as v from './schema.js'
import { clientMadeID, identifier, integer, list, secret, text, time, userID } from './bounded-values.js'
import { readWith } from './validation.js'
import { wireLimits } from './wire-limits.js'

export const connectRequest = v.object({
  userID,
  credential: v.variant({
    token: v.object({ type: v.oneOf('token'), token: secret }),
    appSign: v.object({ type: v.oneOf('appSign'), appSign: secret }),
  }),
  deviceID: clientMadeID,
  platform: identifier(32),
  userName: v.optional(text(wireLimits.maxNameBytes)),
})

const keyField = v.optional(text(2_048))

// The public fields of RFC 7517 and 7518 by name: a private one that slipped through is not kept on a device.
export const publicKey = v.object({
  kty: text(32),
  kid: v.optional(text(256)),
  alg: keyField,
  use: keyField,
  crv: keyField,
  x: keyField,
  y: keyField,
  n: keyField,
  e: keyField,
})

export const account = v.object({
  userID,
  userName: text(wireLimits.maxNameBytes),
  serverTime: time,
  tokenExpiresAt: v.optional(time),
  publicKeys: v.optional(list(publicKey, wireLimits.maxPublicKeys)),
  limits: v.object({
    maxTextBytes: integer(1, wireLimits.maxTextBytes),
    maxFileBytes: v.optional(integer(1)),
  }),
})

/** Reads the parameters of `connect` at the server. Throws `protocol-violation`. */
export function readConnectRequest(value: unknown): ConnectRequest {
  return readWith<ConnectRequest>(connectRequest, value, 'connect')
}

/** Reads the result of `connect` at the client: the account of `userID`. Throws `protocol-violation`. */
export function readAccount(value: unknown, userID: string): Account {
  return readWith(accountOf(userID), value, 'account')
}

function accountOf(userID: string): v.Schema<Account> {
  return v.checked<Account>(account, 'same_user', (stated) => stated.userID === userID)
}
