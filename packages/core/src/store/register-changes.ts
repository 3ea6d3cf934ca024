import type { RegisterKind } from '../contract/registers.js'
import type { ChatEventFact } from '../events/emitter.js'
import type { Draft } from './draft.js'
import { keyOfRegisterRow, placeOfRow, registerValue } from './register-key.js'
import { registerEvents, registerKinds, type RegisterChange } from './register-kinds.js'
import type { RegisterRow } from './schema.js'

/** What to tell of registers that were shown as `before` and are shown as the draft has them. */
export async function registerChanges(
  draft: Draft,
  before: readonly RegisterRow[],
  userID: string,
): Promise<readonly ChatEventFact[]> {
  const facts: ChatEventFact[] = []
  if (before.length === 0) return facts
  for (const kind of registerKinds) {
    const changes = await changesOf(draft, kind, before)
    if (changes.length > 0) facts.push(...(await registerEvents(kind, draft, changes, userID)))
  }
  return facts
}

async function changesOf<Kind extends RegisterKind>(
  draft: Draft,
  kind: Kind,
  rows: readonly RegisterRow[],
): Promise<readonly RegisterChange<Kind>[]> {
  const changes: RegisterChange<Kind>[] = []
  for (const earlier of rows) {
    if (earlier.kind !== kind) continue
    const present = await draft.get('registers', keyOfRegisterRow(earlier))
    if (JSON.stringify(earlier.value) === JSON.stringify(present?.value)) continue
    const before = registerValue(kind, earlier.value)
    const value = registerValue(kind, present?.value)
    changes.push({
      ...placeOfRow(earlier),
      kind,
      ...(before === undefined ? {} : { before }),
      ...(value === undefined ? {} : { value }),
    })
  }
  return changes
}
