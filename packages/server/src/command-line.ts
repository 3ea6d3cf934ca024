import { ChatError } from '@latchkey/core/driver'
import { parseArgs } from 'node:util'
import type { ServerOptions } from './server-options.js'

/** What the command was asked for. */
export type CommandLine =
  | { readonly type: 'help' }
  | { readonly type: 'start'; readonly options: ServerOptions }
  | {
      readonly type: 'token'
      readonly userID: string
      readonly folder: string
      readonly tokenSecret: string | undefined
      readonly days: number
    }

const defaultPort = 8_787
const defaultFolder = 'latchkey-data'

export const helpText = `latchkey-server [start]        runs a server
  --port N                       default ${defaultPort}; 0 takes one that is free
  --host ADDRESS                 default 127.0.0.1, which is this machine only
  --folder PATH                  where the data is kept; default ${defaultFolder}
  --allow-origin ORIGIN          a page that may connect, such as https://acme.example; may be repeated
  --closed-registration          users are not registered by their first connection
  --retention-days N             how long the change log reaches back; default 30
  --allow-app-sign-from-browsers

latchkey-server token USERID   prints a token for development
  --folder PATH                  that of the server
  --days N                       how long it is good for, 1 to 24; default 1

latchkey-server --help         prints this

Environment: LATCHKEY_TOKEN_SECRET, at least 32 bytes, in place of the secret kept in the folder; LATCHKEY_APP_SIGN.
`

const flags = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  host: { type: 'string' },
  folder: { type: 'string' },
  'allow-origin': { type: 'string', multiple: true },
  'closed-registration': { type: 'boolean' },
  'retention-days': { type: 'string' },
  'allow-app-sign-from-browsers': { type: 'boolean' },
  days: { type: 'string' },
} as const

/** Reads the arguments after the name of the command. Throws `invalid-argument`. Secrets come by the environment only. */
export function readCommandLine(
  given: readonly string[],
  environment: { readonly [name: string]: string | undefined },
): CommandLine {
  const { values, positionals } = parse(given)
  const [command = 'start', userID, ...more] = positionals
  const tokenSecret = environment['LATCHKEY_TOKEN_SECRET']
  const appSign = environment['LATCHKEY_APP_SIGN']
  const { folder = defaultFolder, port, host, days } = values
  const retentionDays = values['retention-days']
  const allowedOrigins = values['allow-origin']

  if (values.help) return { type: 'help' }
  if (command === 'token' && userID !== undefined && more.length === 0) {
    return { type: 'token', userID, folder, tokenSecret, days: toNumber('days', days ?? '1') }
  }
  if (command !== 'start' || userID !== undefined) throw invalid('command', 'start, or token USERID')
  return {
    type: 'start',
    options: {
      folder,
      port: toNumber('port', port ?? String(defaultPort)),
      ...(host !== undefined && { host }),
      ...(tokenSecret !== undefined && { tokenSecret }),
      ...(appSign !== undefined && { appSign }),
      ...(allowedOrigins && { allowedOrigins }),
      ...(values['closed-registration'] && { registration: 'closed' }),
      ...(values['allow-app-sign-from-browsers'] && { allowAppSignFromBrowsers: true }),
      ...(retentionDays !== undefined && { retentionDays: toNumber('retention-days', retentionDays) }),
    },
  }
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: flags, allowPositionals: true })
  } catch (cause) {
    throw invalid('arguments', cause instanceof Error ? cause.message : 'see --help')
  }
}

function toNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw invalid(`--${flag}`, 'a number')
  return Number(text)
}

function invalid(argument: string, rule: string): ChatError {
  return new ChatError('invalid-argument', { details: { argument, rule } })
}
