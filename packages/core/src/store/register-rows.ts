import type { RegisterPlace } from '../contract/registers.js'
import { keyPartOf, registerKey } from './register-key.js'
import { listTimeOf } from './register-kinds.js'
import type { RegisterRow, RegisterValue } from './schema.js'
import type { Update } from './writer.js'

/**
 * Changes what a register is made of, and shows what that comes to: what the last waiting operation makes of it, else what
 * the backend told. A row that says nothing any more goes.
 */
export async function showRegister(
  update: Update,
  place: RegisterPlace,
  change: (row: RegisterRow) => RegisterRow,
): Promise<void> {
  const { kind, conversation, key } = place
  const known = (await update.draft.get('registers', registerKey(place))) ?? {
    kind,
    conversationType: conversation?.conversationType ?? '',
    conversationID: conversation?.conversationID ?? '',
    keyPart: keyPartOf(key),
    key,
  }
  const next = change(known)
  if (next === known) return
  update.watchRegister(known)
  const { pending = [], value: _value, listTime: _listTime, ...facts } = next
  const last = pending.at(-1)
  if (last === undefined && facts.confirmedRevision === undefined) {
    update.draft.delete('registers', registerKey(place))
    return
  }
  const value = last === undefined ? facts.confirmed : last.value
  update.draft.put('registers', { ...facts, ...(last === undefined ? {} : { pending }), ...shown(known, value) })
}

function shown({ kind }: RegisterRow, value: RegisterValue | undefined): Pick<RegisterRow, 'value' | 'listTime'> {
  return value === undefined ? {} : { value, listTime: listTimeOf(kind, value) }
}
