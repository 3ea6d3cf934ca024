/** What a token says. Times in milliseconds since the epoch. */
export interface ZimTokenClaims {
  readonly userID: string
  readonly issuedAt: number
  readonly expiresAt: number
}

/** What stands inside a token, when it is for this app and agrees with its outside. Throws for a text that is no JSON. */
export function readClaims(
  text: string,
  { appID, expiresAtSeconds }: { readonly appID: number; readonly expiresAtSeconds: number },
): ZimTokenClaims | undefined {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null) return undefined
  const { app_id, user_id, ctime, expire } = value as { readonly [name: string]: unknown }
  const isOurs = app_id === appID && expire === expiresAtSeconds && Number.isSafeInteger(ctime)
  if (!isOurs || typeof user_id !== 'string' || user_id === '') return undefined
  return { userID: user_id, issuedAt: Number(ctime) * 1_000, expiresAt: expiresAtSeconds * 1_000 }
}
