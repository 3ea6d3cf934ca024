import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildWorkspaces } from '../build.ts'
import { publishedPackages } from '../check/packages.ts'
import { root } from '../check/project.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder that holds every published package as `npm pack` makes it. */
    tarballs: string
  }
}

export const npm = (parameters: readonly string[], folder: string): string =>
  execFileSync('npm', parameters, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })

/** Builds and packs every published package once for all tests of the project. */
export const setup = (project: TestProject): (() => void) => {
  buildWorkspaces('./packages/*')
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-tarballs-'))
  const workspaces = publishedPackages().flatMap((each) => ['--workspace', `packages/${each.folder}`])
  npm(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder, ...workspaces], root)
  project.provide('tarballs', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
