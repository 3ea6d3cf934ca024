import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishedPackages } from '../check/packages.ts'
import type { PublishedPackage } from '../check/packages.ts'
import { root } from '../check/project.ts'

/** A folder outside the project into which packages were installed as an integrator would. */
export interface PackedFolder {
  readonly path: string
  write(file: string, text: string): string
  remove(): void
}

const npm = (parameters: readonly string[], folder: string): string =>
  execFileSync('npm', parameters, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  })

/** Every published package as a tarball, by name. Made once a run: the build does not change under it. */
let tarballs: ReadonlyMap<string, string> | undefined
const pack = (): ReadonlyMap<string, string> => {
  if (tarballs !== undefined) return tarballs
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-tarballs-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const packages = publishedPackages()
  const workspaces = packages.flatMap((each) => ['--workspace', `packages/${each.folder}`])
  npm(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder, ...workspaces], root)
  tarballs = new Map(
    packages.map((each) => {
      const { version } = readManifest(join(root, 'packages', each.folder))
      return [each.name, join(folder, `${each.name.replace('@', '').replace('/', '-')}-${version}.tgz`)]
    }),
  )
  return tarballs
}

const readManifest = (folder: string): { readonly version: string } => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) {
    throw new TypeError(`${folder} has no version.`)
  }
  return { version: String(manifest.version) }
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
  const files = withDependencies(names).map(({ name }) => pack().get(name) ?? name)
  npm(['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', ...files, ...others], path)
  return { path, write, remove: () => rmSync(path, { recursive: true, force: true }) }
}
