/** The same for rows that say the same: which field was written first means nothing. */
export function rowText(rows: unknown): string {
  return JSON.stringify(rows, (_field, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
}
