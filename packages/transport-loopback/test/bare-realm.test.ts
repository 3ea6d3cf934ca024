import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'

const program = `
  import { createLoopbackNetwork } from '@latchkey/transport-loopback'
  const network = createLoopbackNetwork()
  const sink = { changes: async () => undefined, signal() {} }
  globalThis.answer = (async () => {
    const credential = { type: 'token', token: network.issueToken('ada') }
    const request = { userID: 'ada', credential, deviceID: 'd', platform: 'bare' }
    const connection = await network.transport().connect(request, sink)
    const page = await connection.pull(undefined, 10)
    network.cut()
    const { reason } = await connection.closed
    return JSON.stringify([page.changes.length, reason])
  })()
`

test('the network runs in a realm that has nothing but the language', async () => {
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
  expect(answer).toBe('[1,"lost"]')
})
