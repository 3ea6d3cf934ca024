import { createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packedFolder } from './packed-folder.ts'
import type { PackedFolder } from './packed-folder.ts'

let folder: PackedFolder

beforeAll(() => {
  folder = packedFolder([
    '@latchkey/core',
    '@latchkey/server',
    '@latchkey/storage-sqlite-node',
    '@latchkey/transport-websocket',
  ])
})
afterAll(() => folder.remove())

test('a ten-line Node program on packed packages logs in, sends and reads', async () => {
  const program = folder.write(
    'program.js',
    `import { createChat } from '@latchkey/core'
import { startServer } from '@latchkey/server'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
const server = await startServer({ folder: 'server' })
await server.putUser({ userID: 'bob', userName: 'Bob' })
const chat = createChat({ app: 'ten-lines', storage: sqliteNodeStorage({ folder: 'data' }), transport: webSocketTransport({ url: server.url }) })
await chat.login('ada', { token: await server.issueToken('ada', { lifeSeconds: 60 }) })
const bob = { conversationType: 'peer', conversationID: 'bob' }
await chat.whenSettled((await chat.sendMessage(bob, { type: 'text', text: 'hello' })).operationID)
const { messageList } = await chat.queryHistoryMessage(bob, { count: 10 })
console.log(messageList.map(({ content, sentStatus }) => content.text + ' ' + sentStatus).join())
await chat.destroy()
await server.close()
`,
  )
  const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd: folder.path })
  expect(stdout.trim()).toBe('hello sent')
})

test('npx @latchkey/server runs the command, which serves and stops cleanly', async () => {
  const command = join(folder.path, 'node_modules', '.bin', 'latchkey-server')
  const child = spawn(command, ['--port', '0', '--folder', 'command'], { cwd: folder.path })
  const exited = once(child, 'exit')
  let url: string | undefined
  for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
    url = /ws:\/\/127\.0\.0\.1:\d+/.exec(String(piece))?.[0]
    if (url !== undefined) break
  }
  const { stdout } = await promisify(execFile)('npx', ['@latchkey/server', 'token', 'ada', '--folder', 'command'], {
    cwd: folder.path,
  })
  const transport = webSocketTransport({ url: url ?? '' })
  const chat = createChat({ app: 'command', storage: memoryStorage(), transport })
  await chat.login('ada', { token: stdout.trim() })
  await chat.destroy()
  child.kill('SIGINT')
  expect(await exited).toEqual([0, null])
})
