import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import globals from 'globals'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishedPackages } from '../check/packages.ts'
import { packedFolder } from './packed-folder.ts'
import type { PackedFolder } from './packed-folder.ts'

// The kits are imported where their peer, the test runner, runs; all others anywhere.
const packages = publishedPackages().filter(({ name }) => name !== '@latchkey/conformance')
let folder: PackedFolder

beforeAll(() => {
  folder = packedFolder(
    packages.map(({ name }) => name),
    { others: ['react@19', 'react-dom@19'] },
  )
})
afterAll(() => folder.remove())

test.each(packages.map(({ folder: name }) => name))('%s carries its licence, its README and its sources', (name) => {
  const installed = join(folder.path, 'node_modules', '@latchkey', name)
  for (const file of ['LICENSE', 'README.md', 'src', 'dist']) expect(existsSync(join(installed, file)), file).toBe(true)
})

test('importing any package in Node touches no browser global', () => {
  const names = Object.keys({ ...globals.browser, ...globals.worker }).filter((name) => !(name in globals.es2025))
  const entries = packages.flatMap((each) => each.entries)
  // A touch counts when a file of this project is what touches: React, for one, asks for `window` at import.
  const program = folder.write(
    'import.js',
    `const touched = []
for (const name of ${JSON.stringify(names)}) {
  const own = Object.getOwnPropertyDescriptor(globalThis, name)
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      const caller = new Error().stack.split('\\n')[2] ?? ''
      if (caller.includes('@latchkey')) touched.push(name + caller)
      return own?.get === undefined ? own?.value : own.get.call(globalThis)
    },
    set(value) { Object.defineProperty(globalThis, name, { value, writable: true, configurable: true }) },
  })
}
for (const entry of ${JSON.stringify(entries)}) await import(entry)
process.stdout.write(JSON.stringify(touched))
process.exit(0)
`,
  )
  const touched: unknown = JSON.parse(execFileSync(process.execPath, [program], { encoding: 'utf8', cwd: folder.path }))
  expect(touched).toEqual([])
})
