import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { publishedPackages } from '../check/packages.ts'
import type { PublishedPackage } from '../check/packages.ts'
import { npm } from './pack-setup.ts'

/** A folder outside the project into which packages were installed as an integrator would. */
export interface PackedFolder {
  readonly path: string
  write(file: string, text: string): string
  remove(): void
}

/** `names` and the packages of this project that they depend on. */
const withDependencies = (names: readonly string[]): readonly PublishedPackage[] => {
  const all = new Map(publishedPackages().map((each) => [each.name, each]))
  const found = new Map<string, PublishedPackage>()
  const add = (name: string): void => {
    const each = all.get(name)
    if (each === undefined || found.has(name)) return
    found.set(name, each)
    for (const dependency of Object.keys(each.dependencies)) add(dependency)
  }
  for (const name of names) add(name)
  return [...found.values()]
}

/**
 * Packs `names`, and what they depend on of this project, into an empty folder and installs them there.
 * `others` are packages of the registry, as `name@range`.
 */
export const packedFolder = (
  names: readonly string[],
  { others = [] }: { others?: readonly string[] } = {},
): PackedFolder => {
  const path = mkdtempSync(join(tmpdir(), 'latchkey-packed-'))
  const write = (file: string, text: string): string => {
    writeFileSync(join(path, file), text)
    return join(path, file)
  }
  write('package.json', JSON.stringify({ name: 'integrator', private: true, type: 'module' }))
  const files = withDependencies(names).map(({ tarball }) => join(inject('tarballs'), tarball))
  npm(['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', ...files, ...others], path)
  return { path, write, remove: () => rmSync(path, { recursive: true, force: true }) }
}
