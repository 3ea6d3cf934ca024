/** What the messenger has to be told: everything else is in its build. */
export interface Configuration {
  /** `ws://…` or `wss://…` */
  readonly serverUrl: string
}

/** Why a first visit cannot begin. `unreachable`: no network. `unusable`: the page states no usable configuration. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly reason: 'unreachable' | 'unusable'

  constructor(reason: ConfigurationError['reason'], options?: ErrorOptions) {
    super(`The configuration of the messenger is ${reason}.`, options)
    this.reason = reason
  }
}

const key = 'latchkey-messenger/configuration'

/** How long a page that never answers may hold up an attempt to connect. */
const patienceMs = 3_000

/**
 * The configuration of the last visit at once, because a launch must not wait for a network; on a first visit the one
 * that the page states. Rejects with a `ConfigurationError`.
 */
export async function loadConfiguration(): Promise<Configuration> {
  return parse(localStorage.getItem(key)) ?? fetchConfiguration()
}

/** The configuration that the page states now, else the one that it stated last. */
export async function latestConfiguration(): Promise<Configuration> {
  try {
    return await fetchConfiguration()
  } catch (error) {
    const kept = parse(localStorage.getItem(key))
    if (kept === undefined) throw error
    return kept
  }
}

async function fetchConfiguration(): Promise<Configuration> {
  const response = await fetch('/config.json', { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) }).catch(
    (cause: unknown) => {
      throw new ConfigurationError('unreachable', { cause })
    },
  )
  const text = await response.text()
  const configuration = response.ok ? parse(text) : undefined
  if (configuration === undefined) throw new ConfigurationError('unusable')
  localStorage.setItem(key, text)
  return configuration
}

function parse(text: string | null): Configuration | undefined {
  if (text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('serverUrl' in value)) return undefined
    const serverUrl = String(value.serverUrl)
    return /^wss?:$/.test(new URL(serverUrl).protocol) ? { serverUrl } : undefined
  } catch {
    return undefined
  }
}
