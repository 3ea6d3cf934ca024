import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../check/project.ts'

/** The peers' own package, with a lock file of its own. It is no workspace: nothing else installs it. */
const peersFolder = join(root, 'tools', 'bench', 'peers')

/** How to have the peers beside the own rows. */
export const howToGetPeers = 'npm run bench -- catch-up --peers'

/** Whether something is installed there. `installPeers` makes it what the lock file says. */
export const arePeersInstalled = (): boolean => existsSync(join(peersFolder, 'node_modules', '.package-lock.json'))

/** Installs what the lock file of the peers says, from the npm registry, and runs no script of theirs. */
export const installPeers = (): void => {
  console.log('  installing the peers (npm ci in tools/bench/peers) …')
  const { status, error } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: peersFolder,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    },
  )
  if (error !== undefined) throw error
  if (status !== 0) throw new Error('The peers could not be installed.')
}
