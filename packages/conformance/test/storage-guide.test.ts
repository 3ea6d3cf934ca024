import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { StorageDriver } from '@latchkey/core/driver'
import { build } from 'esbuild'
import { describeStorageDriver } from '../src/storage.js'

const page = await readFile(new URL('../../../docs/guides/write-a-storage-driver.md', import.meta.url), 'utf8')
const [, code = ''] = /```ts\n(.*?)```/s.exec(page) ?? []
const { outputFiles } = await build({
  stdin: { contents: code, loader: 'ts', resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
  bundle: true,
  write: false,
  format: 'esm',
  conditions: ['@latchkey/source'],
})
const program = Buffer.from(outputFiles[0]?.text ?? '').toString('base64')
const { plainStorage } = (await import(`data:text/javascript;base64,${program}`)) as { plainStorage(): StorageDriver }

describeStorageDriver('of the guide', { supports: {}, create: () => ({ driver: plainStorage() }) })
