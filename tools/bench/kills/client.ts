// One device of one user, in a process of its own. Sends message after message until it is killed or told to stop, and says
//   connected                       each time it is connected
//   taken CONVERSATION SENDER LAUNCH NUMBER       when `sendMessage` resolved: from here on nothing may lose the message
// It hears `online` when the network is back. After the kills it is started for one step after the other of the audit; what
// it has is told as `copy` and a JSON array of conversation and texts.
import { createInterface } from 'node:readline'
import { ConnectionState, createChat, type Chat, type Message, type Platform } from '@latchkey/core'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { defaultPlatform } from '../../../packages/core/src/platform/default-platform.ts'
import { parseClientTask, type ClientTask } from './client-task.ts'

/** Messages that may be unsettled before the client waits, so that the outbox does not grow without end. */
const maxUnsettled = 8
const pauseMs = 25

/** What Node offers, with somebody who says when the network is back, as the systems of phones and browsers do. */
const platformWithHints = (onlineListeners: Set<() => void>): Platform => ({
  ...defaultPlatform(),
  network: {
    onOnline(listener) {
      onlineListeners.add(listener)
      return () => {
        onlineListeners.delete(listener)
      }
    },
  },
})

const createClient = ({ folder, url }: ClientTask): Chat => {
  const onlineListeners = new Set<() => void>()
  createInterface({ input: process.stdin }).on('line', (line) => {
    if (line === 'online') for (const listener of [...onlineListeners]) listener()
  })
  return createChat({
    app: 'kills',
    storage: sqliteNodeStorage({ folder }),
    transport: webSocketTransport({ url }),
    platform: platformWithHints(onlineListeners),
  })
}

const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs))

const caughtUp = (chat: Chat): Promise<void> =>
  new Promise((resolve) => {
    chat.on('syncStateChanged', ({ state }) => {
      if (state === 'finished') resolve()
    })
  })

async function sendForEver(task: ClientTask): Promise<void> {
  const chat = createClient(task)
  let unsettled = 0
  // What an earlier launch left behind settles too.
  chat.on('operationSettled', () => (unsettled = Math.max(0, unsettled - 1)))
  chat.on('connectionStateChanged', ({ state }) => {
    if (state === ConnectionState.Connected) process.stdout.write('connected\n')
  })
  const isFollowing = caughtUp(chat)
  await chat.login(task.userID, { token: task.token, isOfflineLogin: task.launch > 0 })
  // A device that was never here before learns first which groups there are.
  if (task.launch === 0) await isFollowing
  for (let number = 0; ; number += 1) {
    const { conversation, name } = task.targets[number % task.targets.length] ?? task.targets[0]
    const text = `${task.userID} ${task.launch} ${number}`
    unsettled += 1
    await chat.sendMessage(conversation, { type: 'text', text })
    process.stdout.write(`taken ${name} ${text}\n`)
    do await pause(pauseMs)
    while (unsettled >= maxUnsettled)
  }
}

async function settle(task: ClientTask): Promise<void> {
  const chat = createClient(task)
  await chat.login(task.userID, { token: task.token, isOfflineLogin: true })
  for (;;) {
    const { operationList } = await chat.queryOperationList({ count: 100 })
    if (operationList.every(({ state }) => state === 'failed')) break
    await pause(pauseMs)
  }
  await chat.destroy()
}

async function catchUp(task: ClientTask): Promise<void> {
  const chat = createClient(task)
  const isFollowing = caughtUp(chat)
  await chat.login(task.userID, { token: task.token, isOfflineLogin: task.launch > 0 })
  await isFollowing
  await chat.destroy()
}

/** Reads everything without a network, so that nothing that is missing is fetched. */
async function show(task: ClientTask): Promise<void> {
  const chat = createClient({ ...task, url: 'ws://127.0.0.1:9' })
  await chat.login(task.userID, { token: task.token, isOfflineLogin: true })
  for (const { conversation, name } of task.targets) {
    const messages: Message[] = []
    let cursor: string | undefined
    do {
      const page = await chat.queryHistoryMessage(conversation, {
        count: 100,
        ...(cursor === undefined ? {} : { cursor }),
      })
      messages.unshift(...page.messageList)
      cursor = page.stoppedAtGap ? undefined : page.nextCursor
    } while (cursor !== undefined)
    const texts = messages.map(({ content }) => (content.type === 'text' ? content.text : content.type))
    process.stdout.write(`copy ${JSON.stringify([name, texts])}\n`)
  }
  await chat.destroy()
}

const steps = { send: sendForEver, settle, catchUp, show } as const

const task = parseClientTask(process.argv[2] ?? '')
await steps[task.step](task)
process.exit(0)
