import { ChatError } from '@latchkey/core/driver'
import type { ServerLimits } from './server-limits.js'
import type { ServerLogger } from './server-log.js'

export interface ServerOptions {
  /** Everything the server keeps is in here. Made when it does not exist. */
  readonly folder: string
  /** 0, the default, takes one that is free. */
  readonly port?: number
  /** Default: `127.0.0.1`, which is this machine only. */
  readonly host?: string
  /** At least 32 bytes. Default: one made at the first start, kept in `folder`. */
  readonly tokenSecret?: string
  /** Lets clients in that show this, whoever they say they are. Default: none (OL-04). */
  readonly appSign?: string
  /** Whether pages may use `appSign`, where anybody can read it. Default `false`. */
  readonly allowAppSignFromBrowsers?: boolean
  /** The origins of pages that may connect, exactly as browsers send them. Default: none. */
  readonly allowedOrigins?: readonly string[]
  /** `open`, the default: whoever has a good token is registered. `closed`: only `putUser` registers. */
  readonly registration?: 'open' | 'closed'
  /** How long the change log reaches back, and operations are remembered. Default: 30. */
  readonly retentionDays?: number
  readonly limits?: Partial<ServerLimits>
  readonly logger?: ServerLogger
}

const originPattern = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/i

/** Refuses with `invalid-argument`, before anything is opened. */
export function assertServerOptions(options: ServerOptions): void {
  const { folder, port = 0, retentionDays = 30, allowedOrigins = [], appSign } = options
  assertRule('folder', 'the path of a folder', folder !== '')
  assertRule('port', 'an integer from 0 to 65,535', Number.isInteger(port) && port >= 0 && port <= 65_535)
  assertRule('retentionDays', 'a number above 0', retentionDays > 0)
  assertRule('appSign', 'not empty', appSign !== '')
  for (const origin of allowedOrigins) {
    assertRule('allowedOrigins', 'scheme://host[:port], without a path', originPattern.test(origin))
  }
  for (const [name, limit] of Object.entries(options.limits ?? {})) {
    assertRule(`limits.${name}`, 'an integer above 0', Number.isInteger(limit) && limit > 0)
  }
}

function assertRule(argument: string, rule: string, holds: boolean): void {
  if (!holds) throw new ChatError('invalid-argument', { details: { argument, rule } })
}
