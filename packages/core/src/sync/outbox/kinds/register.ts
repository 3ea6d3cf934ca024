import type { QueueableOperation } from '../../../contract/outbox.js'
import type { OperationResult } from '../../../contract/operations.js'
import type { RegistersAnswer } from '../../../contract/operations/registers-answer.js'
import { ChatError } from '../../../errors/chat-error.js'
import { registerKey } from '../../../store/register-key.js'
import { applyRegister, prefetchRegisters } from '../../apply-register.js'
import type { OperationKind } from '../operation-kind.js'

/** The operations that answer with registers. */
export type RegisterOperation = {
  [Operation in QueueableOperation]: OperationResult<Operation> extends RegistersAnswer ? Operation : never
}[QueueableOperation]

/** An operation on registers: what it shows is what it may be answered with. */
export function registerKind<Operation extends RegisterOperation>(operation: Operation): OperationKind<Operation> {
  return {
    async perform(connection, row, options) {
      const { registerList }: RegistersAnswer = await connection.call(operation, row.parameters, options)
      const shown = row.shows?.of === 'register' ? row.shows.registerList : []
      const places = new Set(shown.map((place) => registerKey(place).join('\n')))
      if (registerList.length === 0 || registerList.some((place) => !places.has(registerKey(place).join('\n')))) {
        throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
      }
      return async (update) => {
        await prefetchRegisters(update, registerList)
        for (const register of registerList) await applyRegister(update, register)
      }
    },
  }
}
