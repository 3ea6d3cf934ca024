import { isDevicePolicy, type DevicePolicy } from '@latchkey/backend'
import { ChatError } from '@latchkey/core/driver'
import type { IssuerOptions } from './issuer-keys.js'
import { isURL } from './read-bounded.js'
import type { ServerLimits } from './server-limits.js'
import type { ServerLogger } from './server-log.js'
import type { TokenVerifier } from './tokens.js'

export interface ServerOptions {
  /** Everything the server keeps is in here. Made when it does not exist. */
  readonly folder: string
  /** 0, the default, takes one that is free. */
  readonly port?: number
  /** Default: `127.0.0.1`, which is this machine only. */
  readonly host?: string
  /** A secret shared with your own backend, at least 32 bytes: tokens signed with it (HS256) are good too. Default: none. */
  readonly tokenSecret?: string
  /** Your own issuer: tokens signed with its keys (Ed25519, ES256) are good too. Default: none. */
  readonly issuer?: IssuerOptions
  /**
   * Checks opaque tokens, and those of another format. Asked first; `undefined`: not one of them. When it rejects or takes longer than
   * 10 seconds, the client comes back later. What it answers must name the user and live at most 24 days (OL-05).
   */
  readonly verifyToken?: TokenVerifier
  /** Lets clients in that show this, whoever they say they are. Default: none (OL-04). */
  readonly appSign?: string
  /** Whether pages may use `appSign`, where anybody can read it. Default `false`. */
  readonly allowAppSignFromBrowsers?: boolean
  /** The origins of pages that may connect, exactly as browsers send them. Default: none. */
  readonly allowedOrigins?: readonly string[]
  /** `open`, the default: whoever has a good token is registered. `closed`: only `putUser` registers. */
  readonly registration?: 'open' | 'closed'
  /**
   * How many devices of one user may be connected at a time; the others' sessions end as kicked out when a device connects. Default: `all`.
   * With any other policy an older connection of the same device ends as lost.
   */
  readonly devicePolicy?: DevicePolicy
  /** How long the change log reaches back, and operations are remembered. Default: 30. */
  readonly retentionDays?: number
  readonly limits?: Partial<ServerLimits>
  readonly logger?: ServerLogger
}

// What HS256 asks for: as long as its hash.
const minSecretBytes = 32
const originPattern = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/i

/** Refuses with `invalid-argument`, before anything is opened. */
export function assertServerOptions(options: ServerOptions): void {
  const { folder, port = 0, retentionDays = 30, allowedOrigins = [], appSign, issuer, tokenSecret = '' } = options
  assertRule('folder', 'the path of a folder', folder !== '')
  assertRule('port', 'an integer from 0 to 65,535', Number.isInteger(port) && port >= 0 && port <= 65_535)
  assertRule('retentionDays', 'a number above 0', retentionDays > 0)
  assertRule('appSign', 'not empty', appSign !== '')
  const isLongEnough = Buffer.byteLength(tokenSecret) >= minSecretBytes
  assertRule('tokenSecret', `at least ${minSecretBytes} bytes`, options.tokenSecret === undefined || isLongEnough)
  if (issuer !== undefined) assertIssuer(issuer)
  const policyRule = 'all, one, onePerPlatform, or { maxDevices } of 1 or more'
  assertRule('devicePolicy', policyRule, options.devicePolicy === undefined || isDevicePolicy(options.devicePolicy))
  for (const origin of allowedOrigins) {
    assertRule('allowedOrigins', 'scheme://host[:port], without a path', originPattern.test(origin))
  }
  for (const [name, limit] of Object.entries(options.limits ?? {})) {
    if (name === 'areFriendsAddedUnasked') {
      assertRule(`limits.${name}`, 'true or false', typeof limit === 'boolean')
    } else {
      assertRule(`limits.${name}`, 'an integer above 0', Number.isInteger(limit) && Number(limit) > 0)
    }
  }
}

function assertIssuer({ keys, refreshMs = 1, minIntervalMs = 1 }: IssuerOptions): void {
  const rule = 'the path of a file, or an https: URL; http: on this machine only'
  assertRule('issuer.keys', rule, isURL(keys) ? isPrivateURL(keys) : keys !== '')
  assertRule('issuer.refreshMs', 'a number above 0', refreshMs > 0)
  assertRule('issuer.minIntervalMs', 'a number above 0', minIntervalMs > 0)
}

// Whoever can change the answer on its way can let anybody in.
function isPrivateURL(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '')
}

function assertRule(argument: string, rule: string, holds: boolean): void {
  if (!holds) throw new ChatError('invalid-argument', { details: { argument, rule } })
}
