import { ChatError } from '@latchkey/core'
import type { Kit } from './kit.js'

/** What a person reads when a command was refused. */
export function commandProblem({ texts }: Pick<Kit, 'texts'>, failure: unknown): string {
  return texts.refused(ChatError.is(failure) ? failure.code : 'internal-error')
}
