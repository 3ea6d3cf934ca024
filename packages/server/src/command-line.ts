import { ChatError } from '@latchkey/core/driver'
import { parseArgs } from 'node:util'
import type { ServerOptions } from './server-options.js'
import type { SigningAlgorithm } from './signing-keys.js'

/** What the command was asked for. */
export type CommandLine =
  | { readonly type: 'help' }
  | { readonly type: 'start'; readonly options: ServerOptions }
  | {
      readonly type: 'token'
      readonly userID: string
      readonly folder: string
      readonly days: number
      readonly offlineDays: number | undefined
    }
  | { readonly type: 'rotate-key'; readonly folder: string; readonly algorithm: SigningAlgorithm }

const defaultPort = 8_787
const defaultFolder = 'latchkey-data'

export const helpText = `latchkey-server [start]        runs a server
  --port N                       default ${defaultPort}; 0 takes one that is free
  --host ADDRESS                 default 127.0.0.1, which is this machine only
  --folder PATH                  where the data is kept; default ${defaultFolder}
  --allow-origin ORIGIN          a page that may connect, such as https://acme.example; may be repeated
  --closed-registration          users are not registered by their first connection
  --ask-friends-first            who wants a friend applies; nobody is added unasked
  --device-policy POLICY         devices of one user that may be connected: all (default), one, one-per-platform, or a number
  --retention-days N             how long the change log reaches back; default 30
  --allow-app-sign-from-browsers
  --issuer-keys URL|FILE         the public keys (JSON Web Key Set) of your own issuer, whose tokens are good too
  --issuer NAME                  what their claim iss must be
  --audience NAME                what their claim aud must be or hold

latchkey-server token USERID   prints a token, signed with the key in the folder
  --folder PATH                  that of the server
  --days N                       how long it is good for, 1 to 24; default 1
  --offline-days N               how long it may be used offline, when that is longer; 1 to 24

latchkey-server rotate-key     signs tokens with a new key from now on; those of the old one stay good until they end
  --folder PATH                  that of the server, which may be running
  --algorithm EdDSA|ES256        default EdDSA (Ed25519); ES256 is for older browsers

latchkey-server --help         prints this

Environment: LATCHKEY_TOKEN_SECRET, at least 32 bytes, a secret shared with your own backend, whose HS256 tokens are good too;
LATCHKEY_APP_SIGN.
`

const flags = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string' },
  host: { type: 'string' },
  folder: { type: 'string' },
  'allow-origin': { type: 'string', multiple: true },
  'closed-registration': { type: 'boolean' },
  'ask-friends-first': { type: 'boolean' },
  'retention-days': { type: 'string' },
  'allow-app-sign-from-browsers': { type: 'boolean' },
  'device-policy': { type: 'string' },
  'issuer-keys': { type: 'string' },
  issuer: { type: 'string' },
  audience: { type: 'string' },
  days: { type: 'string' },
  'offline-days': { type: 'string' },
  algorithm: { type: 'string' },
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
    const offlineDays = values['offline-days']
    return {
      type: 'token',
      userID,
      folder,
      days: toNumber('days', days ?? '1'),
      offlineDays: offlineDays === undefined ? undefined : toNumber('offline-days', offlineDays),
    }
  }
  if (command === 'rotate-key' && userID === undefined) {
    return { type: 'rotate-key', folder, algorithm: toAlgorithm(values.algorithm ?? 'EdDSA') }
  }
  if (command !== 'start' || userID !== undefined) throw invalid('command', 'start, token USERID, or rotate-key')
  return {
    type: 'start',
    options: {
      folder,
      port: toNumber('port', port ?? String(defaultPort)),
      ...(host !== undefined && { host }),
      ...(tokenSecret !== undefined && { tokenSecret }),
      ...(appSign !== undefined && { appSign }),
      ...readIssuer(values),
      ...readDevicePolicy(values['device-policy']),
      ...(allowedOrigins && { allowedOrigins }),
      ...(values['closed-registration'] && { registration: 'closed' }),
      ...(values['ask-friends-first'] && { limits: { areFriendsAddedUnasked: false } }),
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

function readIssuer(values: {
  readonly 'issuer-keys'?: string
  readonly issuer?: string
  readonly audience?: string
}): Pick<ServerOptions, 'issuer'> {
  const { 'issuer-keys': keys, issuer, audience } = values
  if (keys !== undefined) return { issuer: { keys, ...(issuer && { issuer }), ...(audience && { audience }) } }
  if (issuer !== undefined || audience !== undefined)
    throw invalid('--issuer-keys', 'given with --issuer or --audience')
  return {}
}

function readDevicePolicy(given: string | undefined): Pick<ServerOptions, 'devicePolicy'> {
  if (given === undefined) return {}
  if (given === 'all' || given === 'one') return { devicePolicy: given }
  if (given === 'one-per-platform') return { devicePolicy: 'onePerPlatform' }
  if (/^[1-9]\d{0,5}$/.test(given)) return { devicePolicy: { maxDevices: Number(given) } }
  throw invalid('--device-policy', 'all, one, one-per-platform, or a number above 0')
}

function toAlgorithm(text: string): SigningAlgorithm {
  if (text === 'EdDSA' || text === 'ES256') return text
  throw invalid('--algorithm', 'EdDSA or ES256')
}

function toNumber(flag: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw invalid(`--${flag}`, 'a number')
  return Number(text)
}

function invalid(argument: string, rule: string): ChatError {
  return new ChatError('invalid-argument', { details: { argument, rule } })
}
