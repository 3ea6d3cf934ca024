import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChat } from '@latchkey/core'
import type { Conversation } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { afterAll, afterEach, expect, test } from 'vitest'
import { root } from '../check/project.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What was started leads a group of its own, so that a test that fails half-way leaves none of it behind. */
const groups = new Set<number>()
afterEach(() => {
  for (const group of groups) process.kill(-group, 'SIGKILL')
  groups.clear()
})

const start = async () => {
  const parameters = ['tools/launch.mjs', 'start', '--port', '0', '--folder', folder]
  const child = spawn(process.execPath, parameters, { cwd: root, detached: true })
  const { pid } = child
  if (pid !== undefined) groups.add(pid)
  const exited = once(child, 'exit')
  child.once('exit', () => pid !== undefined && groups.delete(pid))
  let output = ''
  for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
    output += String(piece)
    if (output.includes('Ctrl-C')) break
  }
  child.stdout.resume()
  const addresses = output.match(/http:\/\/\S+/g) ?? []
  return {
    addresses,
    origin: new URL(addresses[0] ?? `http://${output}`).origin,
    async stop() {
      child.kill('SIGINT')
      return exited
    },
  }
}

const fetchField = async (url: string, field: string): Promise<string> => {
  const answer: unknown = await (await fetch(url)).json()
  return String(new Map(Object.entries(answer ?? {})).get(field))
}

/** Everything a new device of `userID` shows in its list. */
const readConversations = async (origin: string, userID: string): Promise<readonly Conversation[]> => {
  const url = await fetchField(`${origin}/config.json`, 'serverUrl')
  const token = await fetchField(`${origin}/demo/token?user=${userID}`, 'token')
  const chat = createChat({ app: 'start', storage: memoryStorage(), transport: webSocketTransport({ url }) })
  const synchronised = new Promise<void>((resolve) => {
    chat.on('syncStateChanged', ({ state }) => {
      if (state === 'finished') resolve()
    })
  })
  await chat.login(userID, { token })
  await synchronised
  const { conversationList } = await chat.queryConversationList({ count: 100 })
  await chat.destroy()
  return conversationList
}

test('npm start prints two addresses, serves the messenger and its demo conversations, and stops cleanly', async () => {
  const running = await start()
  expect(running.addresses.map((address) => new URL(address).search)).toEqual(['?profile=ada', '?profile=bob'])
  for (const address of running.addresses)
    expect(await (await fetch(address)).text()).toContain('<script type="module"')
  expect((await readConversations(running.origin, 'ada')).length).toBeGreaterThan(5)
  expect(await running.stop()).toEqual([0, null])
})

test('npm start again shows what was there before, and nothing twice', async () => {
  const first = await start()
  const before = await readConversations(first.origin, 'bob')
  await first.stop()
  const second = await start()
  const after = await readConversations(second.origin, 'bob')
  await second.stop()
  expect(before.length).toBeGreaterThan(1)
  expect(after).toEqual(before)
})
