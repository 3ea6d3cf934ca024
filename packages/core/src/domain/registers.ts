import type { ConversationReference } from '../contract/conversation-reference.js'
import type { RegisterKind, RegisterPlace, Registers } from '../contract/registers.js'
import type { Key } from '../contract/storage-driver.js'
import { keyOfRegisterRow, registerKey, registersOf, registerValue } from '../store/register-key.js'
import type { Store } from '../store/store.js'
import { readRows } from './rows.js'

/** A register that has a value, as a list shows it. */
export interface ListedRegister<Kind extends RegisterKind> {
  readonly key: string
  readonly value: Registers[Kind]
}

/** What a register holds, what waits to be sent included; `undefined` for none. */
export async function readRegister<Kind extends RegisterKind>(
  store: Store,
  place: RegisterPlace<Kind>,
): Promise<Registers[Kind] | undefined> {
  const row = await store.get('registers', registerKey(place))
  return registerValue(place.kind, row?.value)
}

/**
 * The registers of a kind, of a conversation or of the user, the one with the latest `listTime` first. `before`: the
 * `nextPlace` of the page before, of two parts.
 */
export async function readRegisterList<Kind extends RegisterKind>(
  store: Store,
  kind: Kind,
  {
    count,
    conversation,
    before,
  }: { readonly count: number; readonly conversation?: ConversationReference; readonly before?: Key },
): Promise<{
  readonly rows: readonly ListedRegister<Kind>[]
  readonly hasMore: boolean
  readonly nextPlace: Key | undefined
}> {
  const prefix = registersOf(kind, conversation)
  const [time, keyPart] = before ?? []
  const to = time === undefined || keyPart === undefined ? {} : { to: [...prefix, time, ...prefix, keyPart] }
  const query = { index: 'by_time', prefix, reverse: true, ...to }
  const { rows, hasMore } = await readRows(store, 'registers', query, count, (row) => [
    ...prefix,
    row.listTime ?? 0,
    ...keyOfRegisterRow(row),
  ])
  const last = rows.at(-1)
  return {
    rows: rows.flatMap((row) => {
      const value = registerValue(kind, row.value)
      return value === undefined ? [] : [{ key: row.key, value }]
    }),
    hasMore,
    nextPlace: last === undefined ? undefined : [last.listTime ?? 0, last.keyPart],
  }
}
