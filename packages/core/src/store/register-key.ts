import type { RegisterKind, RegisterPlace, Registers } from '../contract/registers.js'
import type { Key } from '../contract/storage-driver.js'
import type { RegisterRow } from './schema.js'

/** The key of a register's row. */
export function registerKey({ kind, conversation, key }: RegisterPlace): readonly [string, string, string, string] {
  return [...registersOf(kind, conversation), keyPartOf(key)]
}

/** What the keys of all registers of a kind and a conversation, or of the user's own, begin with. */
export function registersOf(
  kind: RegisterPlace['kind'],
  conversation: RegisterPlace['conversation'],
): readonly [string, string, string] {
  return [kind, conversation?.conversationType ?? '', conversation?.conversationID ?? '']
}

export function keyOfRegisterRow({ kind, conversationType, conversationID, keyPart }: RegisterRow): Key {
  return [kind, conversationType, conversationID, keyPart]
}

/**
 * A key of up to 128 bytes of UTF-8 as a part of a row's key, which takes 256 printable characters: as it is where it can be,
 * else its bytes as one number, behind a mark that no other begins with.
 */
export function keyPartOf(key: string): string {
  if (/^[\x20-\x7d][\x20-\x7e]*$/.test(key)) return key
  const hex = encodeURIComponent(key).replace(/%(..)|(.)/g, (_match, escaped: string | undefined, plain: string) =>
    (escaped ?? plain.charCodeAt(0).toString(16)).padStart(2, '0'),
  )
  return `~${BigInt(`0x1${hex}`).toString(36)}`
}

/** Which register a row is of. */
export function placeOfRow({ kind, conversationType, conversationID, key }: RegisterRow): RegisterPlace {
  return { kind, key, ...(conversationType === '' ? {} : { conversation: { conversationType, conversationID } }) }
}

/** What the register of a row holds, as it is shown. Only values of `kind` are put into rows of it. */
export function registerValue<Kind extends RegisterKind>(
  _kind: Kind,
  value: RegisterRow['value'],
): Registers[Kind] | undefined {
  return value as Registers[Kind] | undefined
}
