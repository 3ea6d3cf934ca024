import { createChat, repliesFeature, type Chat } from '@latchkey/core'
import { startServer, type LatchkeyServer } from '@latchkey/server'
import { memoryStorage } from '@latchkey/storage-memory'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { answerTo } from '../src/bot.js'
import { runBot } from '../src/run-bot.js'
import { startTerminal } from './terminal-process.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-terminal-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** A server that can be stopped and comes back where it was, with its data. */
async function startScene() {
  const folder = await temporaryFolder()
  let server: LatchkeyServer = await startServer({ folder })
  const { url, port } = server
  onTestFinished(() => server.close())
  for (const [userID, userName] of [['ada', 'Ada Lovelace'], ['bob', 'Bob Hopper']] as const) await server.putUser({ userID, userName }) // prettier-ignore
  return {
    url,
    issueToken: (userID: string) => server.issueToken(userID, { lifeSeconds: 3_600 }),
    stop: () => server.close(),
    async start() {
      server = await startServer({ folder, port })
    },
    async join(userID: string): Promise<Chat> {
      const chat = createChat({ app: 'other', storage: memoryStorage(), transport: webSocketTransport({ url }) })
      onTestFinished(() => chat.destroy())
      await chat.login(userID, { token: await server.issueToken(userID, { lifeSeconds: 3_600 }) })
      return chat
    },
  }
}

async function say(chat: Chat, text: string): Promise<void> {
  const { operationID } = await chat.sendMessage(withAda, { type: 'text', text })
  await chat.whenSettled(operationID)
}

async function textsOf(chat: Chat): Promise<readonly unknown[]> {
  const { messageList } = await chat.queryHistoryMessage(withAda, { count: 100 })
  return messageList.map(({ content }) => ('text' in content ? content.text : content.type))
}

test('OL-08 OL-36 the terminal receives, writes without the server, opens again offline, and what waited arrives once', async () => {
  const scene = await startScene()
  const bob = await scene.join('bob')
  await say(bob, 'Hello, Ada')
  const folder = await temporaryFolder()
  const place = ['--url', scene.url, '--folder', folder]

  const first = startTerminal([...place, '--user', 'ada'], await scene.issueToken('ada'))
  await first.sees('* connected')
  await first.sees('* 1 unread in all')
  first.type('/list')
  await first.sees('bob (Bob Hopper) [1 unread] Hello, Ada')
  first.type('/open 1')
  await first.sees('Bob Hopper: Hello, Ada')
  await say(bob, 'Are you\u001b[2J there?')
  await first.sees('Bob Hopper: Are you [2J there?')
  first.type('Here I am')
  await first.sees('you: Here I am … waiting')
  await first.sees('* ✓ Here I am')
  await scene.stop()
  await first.sees('* not connected, trying again; what you write waits')
  first.type('/state')
  await first.sees('* ada; local data: open')
  first.type('From the tunnel')
  await first.sees('you: From the tunnel … waiting')
  first.type('/quit')
  expect(await first.ends()).toBe(0)
  expect((await stat(join(folder, 'token'))).mode & 0o777).toBe(0o600)

  const again = startTerminal(place)
  await again.sees('* connecting')
  await again.sees('1. bob (Bob Hopper) From the tunnel … waiting')
  again.type('/open bob')
  await again.sees('Bob Hopper: Hello, Ada')
  again.type('/waiting')
  await again.sees('sendMessage in bob, waiting')
  expect(again.printed).not.toContain('* connected')
  await scene.start()
  again.type('/retry')
  await again.sees('* connected')
  await again.sees('* ✓ From the tunnel')
  again.type('/quit')
  expect(await again.ends()).toBe(0)
  await expect.poll(() => textsOf(bob), { timeout: 20_000 }).toContain('From the tunnel')
  expect(await textsOf(bob)).toEqual(['Hello, Ada', 'Are you\u001b[2J there?', 'Here I am', 'From the tunnel'])
}, 60_000)

test('OL-14 OL-18 whoever logged out, or never logged in, is not let in without the server', async () => {
  const scene = await startScene()
  const place = ['--url', scene.url, '--folder', await temporaryFolder()]
  const token = await scene.issueToken('ada')
  const first = startTerminal([...place, '--user', 'ada'], token)
  await first.sees('* 0 unread in all')
  first.type('/nonsense')
  await first.sees('! There is no /nonsense: see /help.')
  first.type('Nobody hears this')
  await first.sees('! No conversation is open: /open one.')
  first.type('/logout')
  expect(await first.ends()).toBe(0)
  await scene.stop()

  const nobody = startTerminal(place)
  expect(await nobody.ends()).toBe(1)
  expect(nobody.printed).toContain('! Nobody was logged in here before: say who with --user.')
  const refused = startTerminal([...place, '--user', 'ada'], token)
  expect(await refused.ends()).toBe(1)
  expect(refused.printed.at(-1)).toMatch(/^! transport-unreachable: /)
}, 60_000)

test('OL-36 the bot answers what came while it was away, each message once, however often it starts', async () => {
  const scene = await startScene()
  const bob = await scene.join('bob')
  await say(bob, 'one two')
  await say(bob, 'three')
  const folder = await temporaryFolder()
  const place = ['--url', scene.url, '--folder', folder, '--user', 'ada', '--bot']
  const token = await scene.issueToken('ada')
  const bot = startTerminal(place, token)
  await expect.poll(() => textsOf(bob), { timeout: 20_000 }).toHaveLength(4)
  expect(await bot.ends('SIGTERM')).toBe(0)
  const again = startTerminal(place, token)
  await again.sees('* connected')
  await say(bob, 'four')
  await expect.poll(() => textsOf(bob), { timeout: 20_000 }).toContain('1 word: four')
  expect(await again.ends('SIGTERM')).toBe(0)
  expect(await textsOf(bob)).toEqual(['one two', 'three', '2 words: one two', '1 word: three', 'four', '1 word: four'])
}, 60_000)

test('OL-36 a bot that ended between an answer and counting the message as read does not answer again', async () => {
  const scene = await startScene()
  const bob = await scene.join('bob')
  await say(bob, 'one two')
  const ada = createChat({
    app: 'bot',
    storage: memoryStorage(),
    transport: webSocketTransport({ url: scene.url }),
    features: [repliesFeature],
  })
  onTestFinished(() => ada.destroy())
  await ada.login('ada', { token: await scene.issueToken('ada') })
  await ada.syncNow()
  await scene.stop()
  const [asked] = (await ada.queryHistoryMessage(withBob, { count: 1 })).messageList
  const answer = { type: 'text', text: '2 words: one two' } as const
  await ada.sendMessage(withBob, answer, { repliedMessageID: asked?.messageID ?? '' })
  expect(await ada.queryConversationTotalUnreadMessageCount()).toEqual({ unreadMessageCount: 1 })

  const errors: unknown[] = []
  onTestFinished(runBot(ada, answerTo, (error) => errors.push(error)))
  await expect
    .poll(() => ada.queryConversationTotalUnreadMessageCount(), { timeout: 10_000 })
    .toEqual({ unreadMessageCount: 0 })
  const { operationList } = await ada.queryOperationList({ count: 100 })
  expect(operationList.filter(({ operation }) => operation === 'sendMessage')).toHaveLength(1)
  expect(errors).toEqual([])
}, 30_000)
