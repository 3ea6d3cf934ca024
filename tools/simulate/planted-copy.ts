import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PlantedBug } from './planted-bugs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Everything that a schedule runs. */
const packages = ['core', 'protocol', 'backend', 'transport-loopback', 'simulation']

/** The sources in a folder of their own, so that something can be planted in them. */
export interface PlantedCopy {
  readonly folder: string
  /** Throws when the text does not stand there exactly once. */
  plant(bug: PlantedBug): Promise<void>
  /** Throws when the unified diff does not apply. */
  patch(file: string): void
  remove(): Promise<void>
}

export async function copySources(): Promise<PlantedCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-simulate-'))
  await cp(join(root, 'tools/simulate'), join(folder, 'tools/simulate'), { recursive: true })
  await cp(join(root, 'tools/sources.mjs'), join(folder, 'tools/sources.mjs'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
  for (const name of packages) {
    const from = join(root, 'packages', name)
    const to = join(folder, 'packages', name)
    await cp(join(from, 'src'), join(to, 'src'), { recursive: true })
    await cp(join(from, 'package.json'), join(to, 'package.json'))
    await link(to, join(folder, 'node_modules/@latchkey', name))
    const { dependencies = {} } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>
    }
    for (const dependency of Object.keys(dependencies)) {
      if (dependency.startsWith('@latchkey/')) continue
      await link(join(root, 'node_modules', dependency), join(folder, 'node_modules', dependency))
    }
  }

  return {
    folder,
    async plant({ file, find, replace, name }) {
      const path = join(folder, 'packages', file)
      const source = await readFile(path, 'utf8')
      if (source.split(find).length !== 2) throw new Error(`"${name}" no longer fits: packages/${file} was changed.`)
      // By a function, because a text to replace by may hold `$`.
      await writeFile(
        path,
        source.replace(find, () => replace),
      )
    },
    patch(file) {
      const { status, stderr } = spawnSync('git', ['apply', '--whitespace=nowarn', resolve(file)], {
        cwd: folder,
        encoding: 'utf8',
        // A repository around the folder must not be taken for the one that is patched.
        env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) },
      })
      if (status !== 0) throw new Error(`The patch does not apply to ${packages.join(', ')}:\n${stderr}`)
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await symlink(target, path, 'dir').catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
}
