import { spawnSync } from 'node:child_process'
import { root } from './check/project.ts'

/**
 * Builds the workspaces that `filter` names, and what they depend on. Where nothing changed, nothing is done.
 * Throws what the build said when it fails.
 */
export const buildWorkspaces = (filter: string): void => {
  const parameters = ['run', 'build', `--filter=${filter}...`, '--output-logs=errors-only']
  const { status, stdout, stderr, error } = spawnSync('turbo', parameters, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${filter} cannot be built.\n${stdout}${stderr}`, { cause: error })
}
