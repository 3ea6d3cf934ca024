import { ChatError } from '@latchkey/core/driver'
import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

// What HS256 asks for: as long as its hash.
const minSecretBytes = 32

/** The secret given, or the one kept in `folder`, made and written there at the first start. */
export async function readTokenSecret(folder: string, given: string | undefined): Promise<Uint8Array> {
  const text = given ?? (await readKept(join(folder, 'token-secret')))
  const secret = new TextEncoder().encode(text)
  if (secret.length < minSecretBytes) {
    throw new ChatError('invalid-argument', {
      details: { argument: 'tokenSecret', rule: `at least ${minSecretBytes} bytes` },
    })
  }
  return secret
}

async function readKept(path: string): Promise<string> {
  const made = randomBytes(minSecretBytes).toString('base64url')
  try {
    // Fails if there is one: two starts at once must not end up with different secrets.
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(made)
      await file.sync()
    } finally {
      await file.close()
    }
    return made
  } catch (cause) {
    if (!isExisting(cause)) throw new ChatError('storage-unavailable', { details: { reason: 'token-secret' }, cause })
    return (await readFile(path, 'utf8')).trim()
  }
}

function isExisting(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
}
