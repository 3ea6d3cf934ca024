import { readdirSync } from 'node:fs'
import { readProjectFile, root } from './project.ts'

/** One published package: its folder's name below `packages/`, and what its `package.json` says. */
export interface PublishedPackage {
  readonly folder: string
  readonly name: string
  /** The file that `npm pack` makes of it. */
  readonly tarball: string
  readonly dependencies: Readonly<Record<string, string>>
  /** Every entry that code can import, as it is written in an import. */
  readonly entries: readonly string[]
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const readPackage = (folder: string): PublishedPackage => {
  const manifest: unknown = JSON.parse(readProjectFile(`packages/${folder}/package.json`))
  if (!isRecord(manifest) || typeof manifest['name'] !== 'string' || !isRecord(manifest['exports'])) {
    throw new TypeError(`packages/${folder}/package.json has no name or no exports.`)
  }
  const { name, version, exports, dependencies } = manifest
  return {
    folder,
    name,
    tarball: `${name.replace('@', '').replace('/', '-')}-${String(version)}.tgz`,
    dependencies: isRecord(dependencies)
      ? Object.fromEntries(Object.entries(dependencies).map(([dependency, range]) => [dependency, String(range)]))
      : {},
    entries: Object.keys(exports)
      .filter((entry) => !/\.(json|css)$/.test(entry))
      .map((entry) => name + entry.slice(1)),
  }
}

export const publishedPackages = (): readonly PublishedPackage[] =>
  readdirSync(`${root}/packages`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readPackage(entry.name))
