import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'

const program = `
  import { createBackend, memoryLogStore } from '@latchkey/backend'
  const backend = createBackend({ store: memoryLogStore(), clock: { now: () => 1 } })
  globalThis.answer = (async () => {
    await backend.putUser({ userID: 'ada' })
    await backend.putUser({ userID: 'bob' })
    await backend.perform('ada', 'sendMessage', {
      conversationType: 'peer', conversationID: 'bob', messageID: 'm', content: { type: 'text', text: 'hé' }, sentTime: 1,
    }, { operationID: 'o' })
    const page = await backend.pull('bob', undefined, 100)
    return JSON.stringify(page.changes.map((change) => change.type))
  })()
`

test('the backend runs in a realm that has nothing but the language', async () => {
  const bundle = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['@latchkey/source'],
  })
  const realm = createContext({})
  runInContext(bundle.outputFiles[0]?.text ?? '', realm)
  const answer: unknown = await runInContext('answer', realm)
  expect(answer).toBe('["userChanged","userChanged","conversationHead"]')
})
