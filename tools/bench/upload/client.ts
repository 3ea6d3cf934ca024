// One device of one user, in a process of its own, for one step of the bench. It says
//   taken              when `sendAttachment` resolved: from here on nothing may lose the message
//   settled            when nothing waits any more
//   held JSON          for each message of the conversation that it has, with the SHA-256 of its files
// and nothing else; `send` and `go-on` stay until they are done or killed.
import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { attachmentsFeature, createChat, type AttachmentMethods, type Chat, type Message } from '@latchkey/core'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { parseClientTask, type ClientTask, type HeldMessage } from './client-task.ts'

const pauseMs = 50

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const createClient = ({ folder, url }: ClientTask): Chat & AttachmentMethods =>
  createChat({
    app: 'upload',
    storage: sqliteNodeStorage({ folder }),
    transport: webSocketTransport({ url }),
    features: [attachmentsFeature],
  })

const conversationOf = ({ peerID }: ClientTask) => ({ conversationType: 'peer', conversationID: peerID }) as const

async function untilSettled(chat: Chat): Promise<void> {
  for (;;) {
    const { operationList } = await chat.queryOperationList({ count: 100 })
    const failed = operationList.find(({ state }) => state === 'failed')
    if (failed !== undefined) throw new Error(`The message failed: ${failed.failureCode ?? 'no code'}.`)
    if (operationList.length === 0) break
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  say('settled')
  await chat.destroy()
}

async function send(task: ClientTask): Promise<void> {
  const chat = createClient(task)
  await chat.login(task.userID, { token: task.token })
  const itemList = await Promise.all(
    task.files.map(async (path) => ({
      type: 'file' as const,
      fileName: basename(path),
      mimeType: '',
      bytes: await openAsBlob(path),
    })),
  )
  await chat.sendAttachment(conversationOf(task), { type: 'multiple', itemList })
  say('taken')
  await untilSettled(chat)
}

async function goOn(task: ClientTask): Promise<void> {
  const chat = createClient(task)
  await chat.login(task.userID, { token: task.token, isOfflineLogin: true })
  await untilSettled(chat)
}

async function receive(task: ClientTask): Promise<void> {
  const chat = createClient(task)
  const following = new Promise<void>((resolve) => {
    chat.on('syncStateChanged', ({ state }) => {
      if (state === 'finished') resolve()
    })
  })
  await chat.login(task.userID, { token: task.token })
  await following
  await tellHeld(chat, task)
}

/** Without a network, so that nothing that is missing is fetched. */
async function show(task: ClientTask): Promise<void> {
  const chat = createClient({ ...task, url: 'ws://127.0.0.1:9' })
  await chat.login(task.userID, { token: task.token, isOfflineLogin: true })
  await tellHeld(chat, task)
}

async function tellHeld(chat: Chat & AttachmentMethods, task: ClientTask): Promise<void> {
  const conversation = conversationOf(task)
  const { messageList } = await chat.queryHistoryMessage(conversation, { count: 100 })
  for (const message of messageList) {
    const hashes: string[] = []
    for (const fileID of fileIDsOf(message)) {
      const { bytes } = await chat.downloadFile(conversation, message.messageID, { fileID })
      hashes.push(createHash('sha256').update(bytes).digest('hex'))
    }
    const held: HeldMessage = { messageID: message.messageID, sentStatus: message.sentStatus, hashes }
    say(`held ${JSON.stringify(held)}`)
  }
  await chat.destroy()
}

const fileIDsOf = ({ content }: Message): readonly string[] =>
  (content.type === 'multiple' ? content.itemList : []).flatMap((item) => (item.type === 'file' ? [item.fileID] : []))

const steps = { send, 'go-on': goOn, receive, show } as const

const task = parseClientTask(process.argv[2] ?? '')
await steps[task.step](task)
process.exit(0)
