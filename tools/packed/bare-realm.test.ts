import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packedFolder } from './packed-folder.ts'
import type { PackedFolder } from './packed-folder.ts'

let folder: PackedFolder

beforeAll(() => {
  folder = packedFolder(['@latchkey/core', '@latchkey/storage-memory', '@latchkey/transport-loopback'])
})
afterAll(() => folder.remove())

const program = `
import { createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { createLoopbackNetwork, loopbackTokenReader } from '@latchkey/transport-loopback'

export async function run(platform) {
  const network = createLoopbackNetwork({ clock: platform.clock })
  await network.addUser({ userID: 'ada', userName: 'Ada' })
  await network.addUser({ userID: 'bob', userName: 'Bob' })
  const chat = createChat({ app: 'bare', storage: memoryStorage(), transport: network.transport(), tokenReader: loopbackTokenReader(), platform })
  await chat.login('ada', { token: network.issueToken('ada') })
  const conversation = { conversationType: 'peer', conversationID: 'bob' }
  const { operationID } = await chat.sendMessage(conversation, { type: 'text', text: 'hello' })
  await chat.whenSettled(operationID)
  const { messageList } = await chat.queryHistoryMessage(conversation, { count: 10 })
  await chat.destroy()
  return messageList.map(({ content, sentStatus }) => content.text + ' ' + sentStatus).join()
}
`

/** One script that holds the packages as they were packed. */
const bundle = async (): Promise<string> => {
  const entry = folder.write('program.js', program)
  const result = await build({
    root: folder.path,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry, formats: ['iife'], name: 'program' },
    },
  })
  const [output] = Array.isArray(result) ? result : []
  if (output === undefined) throw new TypeError(`The bundler gave nothing for ${join(folder.path, 'program.js')}.`)
  return output.output[0].code
}

test('core with memory and loopback runs in a realm that has nothing but the language', async () => {
  const platform = {
    name: 'bare',
    clock: {
      now: () => Date.now(),
      startTimer: (delayMs: number, callback: () => void) => {
        const timer = setTimeout(callback, delayMs)
        return () => clearTimeout(timer)
      },
    },
    random: { bytes: (count: number) => new Uint8Array(randomBytes(count)) },
    crypto: { sha256: (text: string) => Promise.resolve(createHash('sha256').update(text).digest('hex')) },
    network: { onOnline: () => () => undefined },
    page: { onShow: () => () => undefined, onHide: () => () => undefined, onFreeze: () => () => undefined },
    locks: { tryAcquire: () => Promise.resolve(() => undefined), acquire: () => Promise.resolve(() => undefined) },
  }
  const realm = createContext({ platform })
  // V8 gives every realm these two, which are not of the language.
  runInContext('delete globalThis.console; delete globalThis.WebAssembly', realm)
  const code = await bundle()
  await expect(runInContext(`${code}\nprogram.run(platform)`, realm)).resolves.toBe('hello sent')
})
