import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

export interface TerminalOptions {
  /** Where the server is: `ws://…` or `wss://…`. */
  readonly url: string
  /** Where everything is kept. */
  readonly folder: string
  /** Who logs in. Absent: whoever was logged in last. */
  readonly userID?: string
  /** Absent: the one that was kept. */
  readonly token?: string
  /** Answers messages by itself. */
  readonly isBot: boolean
}

export const usage = `Latchkey in a terminal.

  --url URL        the server (ws://127.0.0.1:4181)
  --user USERID    who logs in; absent: whoever was logged in last, offline if need be
  --folder FOLDER  where the data is kept (.latchkey-terminal in the home folder); one for each user
  --bot            answer messages by itself, as bot.ts says

The token is taken from LATCHKEY_TOKEN, and kept in the folder for the next start.`

/** Throws what is wrong with the command line. `undefined` when help is wanted. */
export function readOptions(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): TerminalOptions | undefined {
  const { values } = parseArgs({
    args: [...given],
    options: {
      url: { type: 'string', default: 'ws://127.0.0.1:4181' },
      user: { type: 'string' },
      folder: { type: 'string', default: join(homedir(), '.latchkey-terminal') },
      bot: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  const token = environment['LATCHKEY_TOKEN']
  return {
    url: values.url,
    folder: values.folder,
    isBot: values.bot,
    ...(values.user === undefined ? {} : { userID: values.user }),
    ...(token === undefined || token === '' ? {} : { token }),
  }
}
