import { execFileSync } from 'node:child_process'
import { root } from './check/project.ts'

/** Builds the workspaces that `filter` names, and what they depend on. Where nothing changed, nothing is done. */
export const buildWorkspaces = (filter: string): void => {
  execFileSync('turbo', ['run', 'build', `--filter=${filter}...`, '--output-logs=errors-only'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
