import { execFileSync } from 'node:child_process'
import { root } from './check/project.ts'

/** Builds the packages and the messenger before tests that run what is built. Nothing changed means nothing is done. */
export const setup = (): void => {
  execFileSync('turbo', ['run', 'build', '--output-logs=errors-only'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
