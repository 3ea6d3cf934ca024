import { ChatError } from '@latchkey/core/driver'

/** The reason of the `protocol-violation` that `read` throws; anything else it throws is passed on. */
export function reasonOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (ChatError.is(error) && error.code === 'protocol-violation') return String(error.details['reason'])
    throw error
  }
  throw new Error('expected a protocol-violation')
}
