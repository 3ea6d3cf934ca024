import type { Backend } from '@latchkey/backend'
import type { ConversationReference } from '@latchkey/core'
import type { LatchkeyServer } from '@latchkey/server'

/** The user who is away. */
export const reader = 'ada'

const peerCount = 150
const groupCount = 50
/** Changes that are made side by side, so that one write to disk serves many. */
const lanes = 64

const peers = Array.from({ length: peerCount }, (_, index) => `peer${index}`)
const groups = Array.from({ length: groupCount }, (_, index) => `group${index}`)
const words =
  'the a we you see shall meet at noon tomorrow train late coffee ship review draft yes no perhaps done'.split(' ')

interface Place {
  readonly conversation: ConversationReference
  /** Who writes in it. */
  readonly sender: string
  /** The conversation as the sender names it. */
  readonly toReader: ConversationReference
}

const places: readonly Place[] = [
  ...peers.map((sender): Place => {
    const toReader = { conversationType: 'peer', conversationID: reader } as const
    return { sender, conversation: { conversationType: 'peer', conversationID: sender }, toReader }
  }),
  ...groups.map((conversationID, index): Place => {
    const conversation = { conversationType: 'group', conversationID } as const
    return { sender: peers[index] ?? '', conversation, toReader: conversation }
  }),
]

/** 200 conversations with a little in each: what the device knows when it goes away. */
export const seedBefore = (server: LatchkeyServer): Promise<void> =>
  server.seed(async ({ backend, setTime }) => {
    setTime(Date.now() - 20 * 24 * 3_600_000)
    for (const userID of [reader, ...peers]) await backend.putUser({ userID, userName: `Person ${userID}` })
    for (const [index, groupID] of groups.entries()) {
      const parameters = {
        groupID,
        groupName: `Group number ${index}`,
        userIDs: [reader, ...peers.slice(0, 10)].filter((userID) => userID !== peers[index]),
      }
      await backend.perform(peers[index] ?? '', 'createGroup', parameters, { operationID: `create ${groupID}` })
    }
    await inLanes(places.length * 10, (index) => writeMessage(backend, index, 'before'))
  })

/** What is done for one change in the log: reading what was read already changes nothing. */
const surplus = 1.05

/** At least `count` changes of the reader's log while the device is away: messages, and every tenth something else. */
export const seedWhileAway = (server: LatchkeyServer, count: number): Promise<void> =>
  server.seed(async ({ backend, setTime }) => {
    const begin = Date.now() - 10 * 24 * 3_600_000
    await inLanes(Math.ceil(count * surplus), (index) => {
      setTime(begin + index * 1_000)
      return index % 10 === 9 ? changeOtherwise(backend, index) : writeMessage(backend, index, 'away')
    })
  })

const placeAt = (index: number): Place => {
  const place = places[index % places.length]
  if (place === undefined) throw new RangeError('There is no conversation.')
  return place
}

const writeMessage = (backend: Backend, index: number, name: string): Promise<unknown> =>
  say(backend, placeAt(index * 7), `${name} ${index}`, sentence(index))

const say = (backend: Backend, { sender, toReader }: Place, name: string, text: string): Promise<unknown> =>
  backend.perform(
    sender,
    'sendMessage',
    { ...toReader, messageID: `${name} message`, content: { type: 'text', text }, sentTime: 1 },
    { operationID: `${name} operation` },
  )

/** What the reader's other device does: it reads, pins and unpins, and writes. */
const changeOtherwise = async (backend: Backend, index: number): Promise<void> => {
  const { conversation } = placeAt(index * 3)
  const operationID = `other ${index}`
  const kind = Math.floor(index / 10) % 3
  if (kind === 0) {
    const { messages } = await backend.history(reader, conversation, { type: 'newest', limit: 1 })
    const order = messages[0]?.order
    if (order !== undefined) await backend.perform(reader, 'markRead', { ...conversation, order }, { operationID })
  } else if (kind === 1) {
    const isPinned = index % 20 === 19
    await backend.perform(reader, 'updateConversationPinnedState', { ...conversation, isPinned }, { operationID })
  } else {
    const content = { type: 'text', text: sentence(index) } as const
    const parameters = { ...conversation, messageID: `own ${index}`, content, sentTime: 1 }
    await backend.perform(reader, 'sendMessage', parameters, { operationID })
  }
}

const sentence = (index: number): string =>
  Array.from({ length: 4 + (index % 13) }, (_, at) => words[(index * 31 + at * 17) % words.length]).join(' ')

const inLanes = async (count: number, work: (index: number) => Promise<unknown>): Promise<void> => {
  let next = 0
  const run = async (): Promise<void> => {
    while (next < count) {
      const index = next
      next += 1
      await work(index)
    }
  }
  await Promise.all(Array.from({ length: lanes }, run))
}
