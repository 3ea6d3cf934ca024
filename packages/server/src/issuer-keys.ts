import { ChatError, type PublicKey } from '@latchkey/core/driver'
import { join } from 'node:path'
import { readText, replaceText, versionOf } from './key-file.js'
import { readKeySet } from './public-keys.js'
import { isURL, readBounded } from './read-bounded.js'
import type { ServerLog } from './server-log.js'

/** Where the public keys of your own issuer are, and what its tokens must say. */
export interface IssuerOptions {
  /** A JSON Web Key Set: an `https:` URL (`http:` on this machine only), or the path of a file. At most 64 KiB and 32 keys. */
  readonly keys: string
  /** What the claim `iss` must be. Default: anything. */
  readonly issuer?: string
  /** What the claim `aud` must be or hold. Default: anything. */
  readonly audience?: string
  /** How old the keys may become before they are read again. Default: 10 minutes. */
  readonly refreshMs?: number
  /** They are not read more often than this, whatever tokens arrive. Default: 30 seconds. */
  readonly minIntervalMs?: number
}

/** The issuer's public keys as last read, which is all there is while the issuer cannot be reached. */
export interface IssuerKeys {
  current(): Promise<readonly PublicKey[]>
  /**
   * The keys as they were at `since` or later, for a token whose key is not among the current ones. Rejects `rate-limited` while that
   * cannot be told: a token that may be good is not refused, because a device takes a refusal for the end.
   */
  asOf(since: number): Promise<readonly PublicKey[]>
  stop(): void
}

const maxBytes = 65_536
const maxKeys = 32
const timeoutMs = 5_000
const cacheName = 'issuer-keys.json'

/** Reads the keys once. When a URL cannot be reached, those kept in `folder` count; rejects `invalid-argument` for a file. */
export async function openIssuerKeys(
  { keys: source, refreshMs = 600_000, minIntervalMs = 30_000 }: IssuerOptions,
  { folder, log, now = Date.now }: { readonly folder: string; readonly log: ServerLog; readonly now?: () => number },
): Promise<IssuerKeys> {
  const cachePath = join(folder, cacheName)
  const stopping = new AbortController()
  let keys: readonly PublicKey[] = (await readCache(cachePath, source)) ?? []
  /** When the last reading that succeeded began, and the last one at all. */
  let readAt = -Infinity
  let triedAt = -Infinity
  let reading: Promise<boolean> | undefined

  async function read(): Promise<boolean> {
    const startedAt = now()
    triedAt = startedAt
    try {
      const found = parse(await readBounded(source, { maxBytes, timeoutMs, signal: stopping.signal }))
      const isNew = JSON.stringify(found) !== JSON.stringify(keys)
      keys = found
      readAt = startedAt
      if (isNew) await replaceText(cachePath, JSON.stringify({ source, keys }))
      return true
    } catch (error) {
      if (!stopping.signal.aborted) log('warning', 'The keys of the issuer could not be read.', { error })
      return readAt === startedAt
    }
  }

  function readOnce(): Promise<boolean> {
    return (reading ??= read().finally(() => (reading = undefined)))
  }

  const mayRead = () => now() - triedAt >= minIntervalMs
  if (!(await readOnce()) && !isURL(source)) {
    throw new ChatError('invalid-argument', {
      details: {
        argument: 'issuer.keys',
        rule: 'a file that holds a JSON Web Key Set with a key for Ed25519 or ES256',
      },
    })
  }

  return {
    async current() {
      if (now() - readAt >= refreshMs && (reading !== undefined || mayRead())) await readOnce()
      return keys
    },
    async asOf(since) {
      if (readAt < since && mayRead()) await readOnce()
      if (readAt >= since) return keys
      const retryAfterMs = Math.max(1, triedAt + minIntervalMs - now())
      throw new ChatError('rate-limited', { details: { retryAfterMs } })
    },
    stop() {
      stopping.abort()
    },
  }
}

function parse(text: string): readonly PublicKey[] {
  const set: unknown = JSON.parse(text)
  const keys = readKeySet(set)
  if (keys === undefined) throw new Error('this is no JSON Web Key Set')
  if (keys.length > maxKeys) throw new Error(`more than ${maxKeys} keys`)
  if (keys.length === 0) throw new Error('none of the keys is for Ed25519 or ES256')
  return keys
}

/** What was read earlier from the same source; a damaged cache is none. */
async function readCache(path: string, source: string): Promise<readonly PublicKey[] | undefined> {
  if ((await versionOf(path)) === undefined) return undefined
  try {
    const cached: unknown = JSON.parse(await readText(path))
    const isSame = typeof cached === 'object' && cached !== null && 'source' in cached && cached.source === source
    return isSame ? readKeySet(cached) : undefined
  } catch {
    return undefined
  }
}
