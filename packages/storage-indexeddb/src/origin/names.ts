/** Some strings as one, so that no two lists of them run into each other. */
export function joinNames(...names: readonly string[]): string {
  return JSON.stringify(names)
}

/** A directory name that holds nothing of `name`, and is of letters that every file system keeps apart. */
export async function toDirectoryName(name: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name)))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
