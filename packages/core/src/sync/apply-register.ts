import type { ConversationReference } from '../contract/conversation-reference.js'
import type { Register, RegisterPlace } from '../contract/registers.js'
import type { Key } from '../contract/storage-driver.js'
import { behind } from '../store/all-rows.js'
import { keyOfRegisterRow, placeOfRow, registerKey, registersOf } from '../store/register-key.js'
import { registerKinds } from '../store/register-kinds.js'
import { showRegister } from '../store/register-rows.js'
import type { Update } from '../store/writer.js'

/**
 * Stores a register as the backend told it. An answer may be older than what the log has told since; a `snapshot` holds
 * whatever was told before it.
 */
export async function applyRegister(
  update: Update,
  register: Register,
  { isSnapshot = false }: { readonly isSnapshot?: boolean } = {},
): Promise<void> {
  const { revision, value } = register
  await showRegister(update, register, (row) => {
    if (!isSnapshot && row.confirmedRevision !== undefined && revision < row.confirmedRevision) return row
    const { confirmed: _confirmed, ...facts } = row
    return { ...facts, confirmedRevision: revision, ...(value === undefined ? {} : { confirmed: value }) }
  })
}

/** Reads at once what applying many registers will ask for one by one. */
export function prefetchRegisters({ draft }: Update, places: readonly RegisterPlace[]): Promise<void> {
  return draft.prefetch('registers', places.map(registerKey))
}

/** Nothing is known any more of what the backend told; what waits in the outbox is shown all the same. */
export async function forgetRegister(update: Update, key: Key): Promise<void> {
  const known = await update.draft.get('registers', key)
  if (known === undefined) return
  await showRegister(
    update,
    placeOfRow(known),
    ({ confirmed: _confirmed, confirmedRevision: _revision, ...row }) => row,
  )
}

/** Nobody tells the user of this conversation any more; should the user come back, all is told anew. */
export async function forgetRegistersOf(update: Update, conversation: ConversationReference): Promise<void> {
  for (const kind of registerKinds) {
    const prefix = registersOf(kind, conversation)
    let from: Key | undefined
    for (;;) {
      const rows = await update.draft.range('registers', {
        prefix,
        limit: 500,
        ...(from === undefined ? {} : { from }),
      })
      for (const row of rows) await forgetRegister(update, keyOfRegisterRow(row))
      const last = rows.at(-1)
      if (rows.length < 500 || last === undefined) break
      from = behind(keyOfRegisterRow(last))
    }
  }
}
