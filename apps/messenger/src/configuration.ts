/** What the messenger has to be told: everything else is in its build. */
export interface Configuration {
  /** `ws://…` or `wss://…` */
  readonly serverUrl: string
}

const key = 'latchkey-messenger/configuration'

/**
 * The configuration of the last visit at once, because a launch must not wait for a network; else the page's own. The
 * present one is fetched in any case, for the next visit.
 */
export async function loadConfiguration(): Promise<Configuration> {
  const fetched = fetchConfiguration()
  const kept = parse(localStorage.getItem(key))
  if (kept === undefined) return fetched
  // Offline there is none to be had, and the kept one is as good as any.
  fetched.catch(() => undefined)
  return kept
}

async function fetchConfiguration(): Promise<Configuration> {
  const response = await fetch('/config.json', { cache: 'no-store' })
  const text = await response.text()
  const configuration = response.ok ? parse(text) : undefined
  if (configuration === undefined) throw new Error('The page has no configuration.')
  localStorage.setItem(key, text)
  return configuration
}

function parse(text: string | null): Configuration | undefined {
  if (text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    const isConfiguration =
      typeof value === 'object' && value !== null && 'serverUrl' in value && typeof value.serverUrl === 'string'
    return isConfiguration ? { serverUrl: String(value.serverUrl) } : undefined
  } catch {
    return undefined
  }
}
