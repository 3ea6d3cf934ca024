import { execFile } from 'node:child_process'
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
