/** Asks the page's own origin for a token of a demo account. A real app asks its own backend, after a real sign-in. */
export async function fetchDemoToken(userID: string): Promise<string> {
  const response = await fetch(`/demo/token?user=${encodeURIComponent(userID)}`, { cache: 'no-store' })
  const body: unknown = response.ok ? await response.json() : undefined
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string') return body.token
  throw new Error('This is no demo account.')
}
