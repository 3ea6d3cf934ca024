import { startServer } from '@latchkey/server'
import { memoryStorage } from '@latchkey/storage-memory'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChat, type ChatWith } from '../../src/chat.js'
import { chatEventNames, type ChatEventName } from '../../src/contract/events.js'
import type { Platform } from '../../src/contract/platform.js'
import { defaultPlatform } from '../../src/platform/default-platform.js'
import { everyFeature, type EveryChat } from '../offline/every-chat.js'
import { createTestLocks } from '../support/test-locks.js'

/** What a chat was told, in JSON. */
export interface Ear {
  readonly heard: { readonly name: ChatEventName; readonly event: string }[]
}

/** One time that a command is tried: Ada does it to somebody new. */
export interface Act {
  readonly ada: EveryChat
  readonly other: EveryChat
  /** Of the other; it is in the names of all that the act makes. */
  readonly userID: string
  readonly groupID: string
  readonly withOther: { readonly conversationType: 'peer'; readonly conversationID: string }
  readonly inGroup: { readonly conversationType: 'group'; readonly conversationID: string }
  /** What `prepare` made. */
  messageID: string
  callID: string
}

/** The events of the connection and of catching up, which everybody has. */
const ownEvents: readonly ChatEventName[] = ['connectionStateChanged', 'storageStateChanged', 'syncStateChanged']

export function listenTo(chat: EveryChat): Ear {
  const heard: Ear['heard'] = []
  for (const name of chatEventNames) {
    if (ownEvents.includes(name)) continue
    chat.on(name, (event) => heard.push({ name, event: JSON.stringify(event) }))
  }
  return { heard }
}

/** The way to a port, which can be cut. */
async function openWay(port: number) {
  const sockets = new Set<Socket>()
  let isOpen = true
  const way = createServer((near) => {
    if (!isOpen) {
      near.destroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `ws://127.0.0.1:${String((way.address() as AddressInfo).port)}`,
    setOpen(open: boolean) {
      isOpen = open
      if (!open) cut()
    },
    close() {
      cut()
      way.close()
    },
  }
}

/** The tabs of one browser: one holds the database, the others ask it. */
function tabsPlatform(): Platform {
  return {
    ...defaultPlatform(),
    locks: createTestLocks(),
    openChannel(name) {
      const channel = new BroadcastChannel(`commands/${name}`)
      return {
        post: (message) => channel.postMessage(message),
        onMessage: (listener) => channel.addEventListener('message', (event) => listener(event.data)),
        close: () => channel.close(),
      }
    },
  }
}

/** The real server; Ada in two tabs and on another device; and Eve, who has nothing to do with anybody. */
export async function openStage() {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-commands-'))
  const server = await startServer({ folder })
  const way = await openWay(server.port)
  const chats: EveryChat[] = []
  const tabs = { storage: memoryStorage(), platform: tabsPlatform(), url: way.url }
  let personCount = 0

  async function enter(
    userID: string,
    given: { storage?: typeof tabs.storage; platform?: Platform; url?: string } = {},
  ) {
    const { storage = memoryStorage(), platform, url = server.url } = given
    const chat: ChatWith<typeof everyFeature> = createChat({
      app: 'commands',
      storage,
      transport: webSocketTransport({ url }),
      features: everyFeature,
      ...(platform === undefined ? {} : { platform }),
    })
    chats.push(chat)
    await server.putUser({ userID, userName: `The person ${userID}` })
    await chat.login(userID, { token: await server.issueToken(userID, { lifeSeconds: 3_600 }) })
    return chat
  }

  const leader = await enter('ada', tabs)
  const follower = await enter('ada', tabs)
  const elsewhere = await enter('ada')
  const eve = await enter('eve')
  await server.putUser({ userID: 'third', userName: 'The third' })
  return {
    leader,
    follower,
    elsewhere,
    eve,
    setReachable: way.setOpen,
    /** A new person, whom Ada has never heard of. */
    async newAct(ada: EveryChat): Promise<Act> {
      personCount += 1
      const userID = `person-${String(personCount)}-`
      const groupID = `group-of-${userID}`
      return {
        ada,
        other: await enter(userID),
        userID,
        groupID,
        withOther: { conversationType: 'peer', conversationID: userID },
        inGroup: { conversationType: 'group', conversationID: groupID },
        messageID: '',
        callID: '',
      }
    },
    async close() {
      for (const chat of chats) await chat.destroy()
      way.close()
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}
