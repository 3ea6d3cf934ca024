/**
 * `next`, with every part of it that equals the same part of `previous` replaced by that, so that a part that did not
 * change keeps its identity; `previous` itself when nothing changed. Rows of a list are matched by their IDs. Values are
 * plain data.
 */
export function keepIdentity<Value>(previous: Value, next: Value): Value {
  if (Object.is(previous, next)) return previous
  if (Array.isArray(previous) && Array.isArray(next)) return keepRows(previous, next) as Value
  if (!isPlain(previous) || !isPlain(next)) return next
  const kept: Record<string, unknown> = {}
  let isSame = Object.keys(previous).length === Object.keys(next).length
  for (const [field, value] of Object.entries(next)) {
    kept[field] = keepIdentity(previous[field], value)
    if (!(field in previous) || !Object.is(kept[field], previous[field])) isSame = false
  }
  return isSame ? previous : (kept as Value)
}

function keepRows(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const byIdentity = new Map(previous.map((row, index) => [identityOf(row) ?? index, row]))
  const kept = next.map((row, index) => keepIdentity(byIdentity.get(identityOf(row) ?? index), row))
  const isSame = kept.length === previous.length && kept.every((row, index) => Object.is(row, previous[index]))
  return isSame ? previous : kept
}

function identityOf(row: unknown): string | undefined {
  if (!isPlain(row)) return undefined
  const { conversationType, conversationID, messageID, groupID, userID, callID } = row
  const parts = [conversationType, conversationID, messageID, groupID, userID, callID]
  return parts.every((part) => part === undefined) ? undefined : JSON.stringify(parts)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
