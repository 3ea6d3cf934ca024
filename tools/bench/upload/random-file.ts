import { createHash, randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'

const pieceBytes = 1_000_000

/** A file of bytes that nothing makes shorter. Resolves with their SHA-256 in hexadecimal. */
export const writeRandomFile = async (path: string, sizeBytes: number): Promise<string> => {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    for (let offset = 0; offset < sizeBytes; offset += pieceBytes) {
      const bytes = randomBytes(Math.min(pieceBytes, sizeBytes - offset))
      hash.update(bytes)
      await file.writeFile(bytes)
    }
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}
