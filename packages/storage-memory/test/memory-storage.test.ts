import type { StorageSchema } from '@latchkey/core/driver'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { memoryStorage } from '../src/memory-storage.js'

const scope = { app: 'app', userID: 'ada' }
const schema: StorageSchema = { version: 1, tables: [{ name: 'notes', key: ['id'], indexes: {} }] }

test('a new session over the same driver object finds what the last one wrote', async () => {
  const storage = memoryStorage()
  const first = await storage.open(scope, schema)
  await first.write({ writes: [{ type: 'put', table: 'notes', row: { id: 1, text: 'kept' } }] })
  await storage.small.put('app', 'last-login', 'ada')
  await first.close()

  const second = await storage.open(scope, schema)
  expect(await second.get('notes', [[1]])).toEqual([{ revision: 1, row: { id: 1, text: 'kept' } }])
  expect(await storage.small.get('app', 'last-login')).toBe('ada')
})

test('two driver objects share nothing', async () => {
  const session = await memoryStorage().open(scope, schema)
  const other = memoryStorage()
  await session.write({ writes: [{ type: 'put', table: 'notes', row: { id: 1 } }] })

  expect(await (await other.open(scope, schema)).get('notes', [[1]])).toEqual([undefined])
})

test('it runs in a realm that has the language and nothing else', async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('../src/index.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'bundle',
    conditions: ['@latchkey/source'],
  })
  const program = `${outputFiles[0]?.text}
    (async () => {
      const storage = bundle.memoryStorage()
      const session = await storage.open(${JSON.stringify(scope)}, ${JSON.stringify(schema)})
      await session.write({ writes: [{ type: 'put', table: 'notes', row: { id: 1, text: 'kept' } }] })
      return JSON.stringify(await session.range('notes', { limit: 10 }))
    })()`
  const realm = createContext({})

  expect(await runInContext(program, realm)).toBe('[{"revision":1,"row":{"id":1,"text":"kept"}}]')
})
