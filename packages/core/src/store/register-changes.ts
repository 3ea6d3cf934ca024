import type { ChatEventFact } from '../events/emitter.js'
import type { Draft } from './draft.js'
import { keyOfRegisterRow, placeOfRow } from './register-key.js'
import { registerEvents, registerKinds, type RegisterChange } from './register-kinds.js'
import type { RegisterRow } from './schema.js'

/** What to tell of registers that were shown as `before` and are shown as the draft has them. */
export async function registerChanges(
  draft: Draft,
  before: readonly RegisterRow[],
): Promise<readonly ChatEventFact[]> {
  const facts: ChatEventFact[] = []
  for (const kind of registerKinds) {
    const changes: RegisterChange<typeof kind>[] = []
    for (const earlier of before) {
      if (earlier.kind !== kind) continue
      const present = await draft.get('registers', keyOfRegisterRow(earlier))
      if (JSON.stringify(earlier.value) === JSON.stringify(present?.value)) continue
      changes.push({
        ...placeOfRow(earlier),
        ...(earlier.value === undefined ? {} : { before: earlier.value }),
        ...(present?.value === undefined ? {} : { value: present.value }),
      })
    }
    if (changes.length > 0) facts.push(...(await registerEvents(kind, draft, changes)))
  }
  return facts
}
