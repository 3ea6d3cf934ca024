import { ChatError, type PublicKey } from '@latchkey/core/driver'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { join } from 'node:path'
import { createText, readText, replaceText, versionOf } from './key-file.js'
import { toPublicKey } from './public-keys.js'
import { maxTokenLifeSeconds } from './token-claims.js'

/** How tokens are signed. `ES256` is for browsers without Ed25519: Chrome before 137, Firefox before 130. */
export type SigningAlgorithm = 'EdDSA' | 'ES256'

/** The key that tokens are signed with, and those before it whose tokens may still be good. */
export interface SigningKeys {
  /** The key to sign with. */
  current(): Promise<{ readonly kid: string; readonly alg: string; readonly privateKey: CryptoKey }>
  /** The newest first. Without the private parts. */
  publicKeys(): Promise<readonly PublicKey[]>
  /** Signs with a new key from now on. The old one's private part is gone; its public part stays until its last token has ended. */
  rotate(algorithm: SigningAlgorithm): Promise<void>
}

const fileName = 'token-keys.json'
const maxRetiredKeys = 8

/** One entry of the file, which is a JSON Web Key Set: the first key signs, the others are retired. */
type StoredKey = PublicKey & { readonly kid: string; readonly alg: string; readonly d?: string }
interface Retired {
  readonly key: PublicKey
  readonly retiredAt: number
}
interface Loaded {
  readonly version: string | undefined
  readonly signing: StoredKey
  readonly privateKey: CryptoKey
  readonly retired: readonly Retired[]
}

/**
 * The keys in `folder`, made there unless `mustExist`. The file is read again when it has changed, so that a command
 * may rotate it while the server runs.
 */
export async function openSigningKeys(
  folder: string,
  { mustExist = false, now = Date.now }: { readonly mustExist?: boolean; readonly now?: () => number } = {},
): Promise<SigningKeys> {
  const path = join(folder, fileName)
  let loaded: Loaded | undefined

  async function load(): Promise<Loaded> {
    const version = await versionOf(path)
    if (loaded === undefined || loaded.version !== version) loaded = { version, ...(await parse(await readText(path))) }
    return loaded
  }

  // A token lives at most 24 days (OL-05), so that a key that retired longer ago has none left.
  const isNeeded = ({ retiredAt }: Retired) => retiredAt + maxTokenLifeSeconds * 1_000 > now()

  if ((await versionOf(path)) === undefined) {
    if (mustExist) {
      const rule = `the folder of a server that was started before: latchkey-server --folder ${folder}`
      throw new ChatError('invalid-argument', { details: { argument: '--folder', rule } })
    }
    await createText(path, format(await makeKey('EdDSA'), []))
  }
  await load()

  return {
    async current() {
      const { signing, privateKey } = await load()
      return { kid: signing.kid, alg: signing.alg, privateKey }
    },
    async publicKeys() {
      const { signing, retired } = await load()
      return [toPublicKey(signing), ...retired.filter(isNeeded).map(({ key }) => key)]
    },
    async rotate(algorithm) {
      const { signing, retired } = await load()
      const kept = [{ key: toPublicKey(signing), retiredAt: now() }, ...retired.filter(isNeeded)]
      if (kept.length > maxRetiredKeys) {
        const rule = `at most ${maxRetiredKeys} rotations in 24 days: the tokens of the oldest key are still good`
        throw new ChatError('invalid-argument', { details: { argument: fileName, rule } })
      }
      await replaceText(path, format(await makeKey(algorithm), kept))
    },
  }
}

async function makeKey(algorithm: SigningAlgorithm): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true })
  const key = await exportJWK(privateKey)
  return { ...key, kid: await calculateJwkThumbprint(key), alg: algorithm, use: 'sig' }
}

function format(signing: JWK, retired: readonly Retired[]): string {
  const keys = [signing, ...retired.map(({ key, retiredAt }) => ({ ...key, retiredAt }))]
  return `${JSON.stringify({ keys }, undefined, 2)}\n`
}

async function parse(text: string): Promise<Omit<Loaded, 'version'>> {
  try {
    const { keys } = JSON.parse(text) as { readonly keys: readonly (StoredKey & { readonly retiredAt?: number })[] }
    const [signing, ...others] = keys
    if (signing?.d === undefined) throw new Error('the first key has no private part')
    const privateKey = await importJWK({ ...signing }, signing.alg)
    if (privateKey instanceof Uint8Array) throw new Error('the first key is a shared secret')
    const retired = others.map(({ retiredAt, ...key }) => ({ key: toPublicKey(key), retiredAt: retiredAt ?? 0 }))
    return { signing, privateKey, retired }
  } catch (cause) {
    throw new ChatError('storage-corrupt', { details: { reason: `${fileName} is not what the server wrote` }, cause })
  }
}
