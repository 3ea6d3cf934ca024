import type { ChatError, ErrorCode } from '@latchkey/core/driver'
import { errorTexts } from '@latchkey/core/errors'

/** What somebody at a terminal can do, where the table of codes speaks to apps. */
const adviceByCode: { readonly [Code in ErrorCode]?: string } = {
  'storage-unavailable': 'Let this user read and write the folder, or name another one with --folder.',
  'storage-owned-elsewhere': 'Another server runs on this folder. Stop it, or name another folder with --folder.',
  'storage-schema-newer': 'Run the version that wrote the data, or a newer one. The data was left as it is.',
  'storage-corrupt': 'Restore the folder from a copy. The damaged data was left as it is.',
  'storage-full': 'Make room on the disk.',
  'backend-failed':
    'If the port is taken or not allowed, name another one with --port; if the address is not of this machine, with --host.',
}

/** An error as text for a terminal: the code, what happened, the details, and what to do. */
export function describeError(error: ChatError): string {
  const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`)
  const cause = error.cause instanceof Error ? [error.cause.message] : []
  const advice = adviceByCode[error.code] ?? errorTexts[error.code].remedy
  return [`latchkey-server: ${error.code}: ${errorTexts[error.code].meaning}`, ...details, ...cause, advice].join(
    '\n  ',
  )
}
