/** The token of the last login, which the app must show again: Latchkey keeps only its hash. */
export interface KeptToken {
  read(): string | undefined
  write(token: string): void
  remove(): void
}

/**
 * In `localStorage`, where scripts of this origin can read it. A token is good for a few days, and the content security
 * policy lets no other script in; an app with higher needs keeps it in a cookie that scripts cannot read, or in a vault.
 */
export function createKeptToken(profile: string): KeptToken {
  const key = `latchkey-messenger/${profile}/token`
  return {
    read: () => localStorage.getItem(key) ?? undefined,
    write(token) {
      localStorage.setItem(key, token)
    },
    remove() {
      localStorage.removeItem(key)
    },
  }
}
