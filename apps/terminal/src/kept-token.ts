import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The token for the next start, in a file that only its owner may read. */
export interface KeptToken {
  read(): Promise<string | undefined>
  keep(token: string): Promise<void>
  forget(): Promise<void>
}

export function keptToken(folder: string): KeptToken {
  const path = join(folder, 'token')
  return {
    async read() {
      try {
        return (await readFile(path, 'utf8')).trim()
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }
    },
    async keep(token) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      // The old one stays whole until the new one is.
      await writeFile(`${path}.new`, token, { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
    forget: () => rm(path, { force: true }),
  }
}
