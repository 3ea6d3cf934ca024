/** `next`, in which every row that equals the one of the same key before is that one; `previous` when all are. */
export function keepRows<Row extends { readonly key: string }>(
  previous: readonly Row[],
  next: readonly Row[],
): readonly Row[] {
  const known = new Map(previous.map((row) => [row.key, row]))
  const rows = next.map((row) => {
    const before = known.get(row.key)
    return before !== undefined && isSame(before, row) ? before : row
  })
  return rows.length === previous.length && rows.every((row, index) => row === previous[index]) ? previous : rows
}

/** Whether two plain objects have the same fields, four levels of objects deep: rows hold lists of parts, and these lists of small objects. */
function isSame(left: object, right: object, depth = 4): boolean {
  const fields: readonly (readonly [string, unknown])[] = Object.entries(right)
  if (fields.length !== Object.keys(left).length) return false
  const values = new Map(Object.entries(left))
  return fields.every(([field, value]) => {
    const before: unknown = values.get(field)
    if (Object.is(before, value)) return true
    const areObjects = typeof before === 'object' && typeof value === 'object' && before !== null && value !== null
    return areObjects && depth > 0 && isSame(before, value, depth - 1)
  })
}
