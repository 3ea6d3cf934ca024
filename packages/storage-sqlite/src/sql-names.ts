/** Names begin so, to be apart from SQLite's own. */
export const namePrefix = 'rows_'
/** Names of virtual tables begin so. What FTS5 makes for itself begins with the whole name and an underscore. */
export const searchPrefix = 'search.'

export function quote(name: string): string {
  return `"${name}"`
}
