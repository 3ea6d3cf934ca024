import { execFileSync } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import { root } from './check/project.ts'

/** Builds what the tests of the project run as built. Where nothing changed, nothing is done. */
export const setup = ({ name }: TestProject): void => {
  const filter = name === 'packed' ? './packages/*' : './apps/messenger'
  execFileSync('turbo', ['run', 'build', `--filter=${filter}...`, '--output-logs=errors-only'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
