import type { EveryChat } from '../offline/every-chat.js'
import { allSent } from '../offline/filled-store.js'
import { outcomeOf } from '../offline/rows.js'
import { commandRows } from './command-rows.js'
import type { Command, CommandRow } from './rows.js'

export const commands = Object.keys(commandRows) as readonly Command[]

export function rowOf(name: Command): CommandRow<Command> {
  return commandRows[name]
}

/**
 * Gives a command. Resolves as soon as it is safe on the device, or refused, with what tells what becomes of it in the end:
 * `done`, or the code with which it was refused, at once or by the server.
 */
export async function give(
  chat: EveryChat,
  name: Command,
  parameters: Parameters<EveryChat[Command]>,
): Promise<() => Promise<unknown>> {
  const answer = await outcomeOf(Reflect.apply(chat[name], chat, parameters) as Promise<unknown>)
  if (typeof answer === 'string') return async () => answer
  const operationIDs = operationsIn(answer)
  if (operationIDs.length === 0) return () => allSent(chat).then(() => 'done')
  return () => outcomeOfAll(chat, operationIDs)
}

function operationsIn(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null) return []
  const entries: readonly unknown[] =
    'operationList' in answer && Array.isArray(answer.operationList) ? answer.operationList : [answer]
  return entries.flatMap((entry) =>
    typeof entry === 'object' && entry !== null && 'operationID' in entry ? [String(entry.operationID)] : [],
  )
}

async function outcomeOfAll(chat: EveryChat, operationIDs: readonly string[]): Promise<string> {
  for (const operationID of operationIDs) {
    const settlement = await chat.whenSettled(operationID)
    if (settlement.outcome === 'failed') {
      await chat.discardOperation(operationID)
      return settlement.error.code
    }
  }
  return 'done'
}
