import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Backend, BackendOperationName } from '@latchkey/backend'
import type { ConversationReference } from '@latchkey/core'
import type { OperationParameters } from '@latchkey/core/driver'
import { startServer, type LatchkeyServer } from '@latchkey/server'
import { scaled, type BenchOptions } from '../bench.ts'
import { reader, seedAway, seedBefore, seedPeople, writtenTo } from '../catch-up/absence.ts'

/** One thing that somebody did, in words that every chat has. `conversation` is `peer/USERID` or `group/GROUPID`, as the reader sees it. */
export type WorkloadEvent = { readonly time: number; readonly conversation: string } & (
  | { readonly type: 'created'; readonly name: string; readonly owner: string; readonly members: readonly string[] }
  | { readonly type: 'said' | 'edited'; readonly sender: string; readonly messageID: string; readonly text: string }
  | { readonly type: 'tookBack'; readonly sender: string; readonly messageID: string }
  /** The reader has read all of it. */
  | { readonly type: 'read' }
)

/** A message that the reader wrote while there was no network. */
export interface OfflineSend {
  readonly conversation: string
  readonly messageID: string
  readonly text: string
}

/** What happened, in its order: until the device went away, and while it was away. */
export interface Workload {
  readonly reader: string
  readonly before: readonly WorkloadEvent[]
  readonly away: readonly WorkloadEvent[]
  readonly sends: readonly OfflineSend[]
}

const sendsToEach = 2

type Translations = {
  readonly [Name in BackendOperationName]?: (userID: string, parameters: OperationParameters<Name>) => WorkloadEvent[]
}

/**
 * The workload of this bench's own rows, as other systems can be given it: the same seeding is done to a server that is thrown
 * away, and everything that it asks the backend is written down. A message that the reader deletes for himself alone is
 * taken back by its sender instead, as neither Matrix nor XMPP knows such a deletion.
 */
export const recordWorkload = async (options: BenchOptions): Promise<Workload> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-workload-'))
  const server = await startServer({ folder })
  try {
    const before: WorkloadEvent[] = []
    const away: WorkloadEvent[] = []
    await seedPeople(recording(server, before))
    await seedBefore(recording(server, before))
    await seedAway(recording(server, away, before), {
      messages: scaled(2_000, options),
      messagesInOne: scaled(600, options),
      edits: scaled(50, options),
      deletes: scaled(50, options),
    })
    return { reader, before, away, sends: offlineSends() }
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const offlineSends = (): OfflineSend[] =>
  Array.from({ length: sendsToEach }, (_, number) =>
    writtenTo.map(({ conversationType, conversationID }) => ({
      conversation: `${conversationType}/${conversationID}`,
      messageID: `offline-${number}-${conversationID}`,
      text: `Written offline ${number}.`,
    })),
  ).flat()

/** `server`, with a note in `events` of everything that a seeding does. `earlier` is what was noted before. */
const recording = (
  server: LatchkeyServer,
  events: WorkloadEvent[],
  earlier: readonly WorkloadEvent[] = [],
): LatchkeyServer => ({
  ...server,
  seed: (work) =>
    server.seed(({ backend, setTime }) => {
      let time = Date.now()
      const senderOf = (messageID: string): string => {
        for (const event of [...events, ...earlier]) {
          if (event.type === 'said' && event.messageID === toID(messageID)) return event.sender
        }
        throw new RangeError(`Nobody said ${messageID}.`)
      }
      const translations = translationsAt(() => time, senderOf)
      const recorded: Backend = {
        ...backend,
        async perform(userID, operation, parameters, options) {
          const translate = translations[operation]
          if (translate === undefined) throw new RangeError(`The peers know nothing of ${operation}.`)
          const result = await backend.perform(userID, operation, parameters, options)
          events.push(...translate(userID, parameters))
          return result
        },
      }
      return work({
        backend: recorded,
        setTime(at) {
          time = at
          setTime(at)
        },
      })
    }),
})

const translationsAt = (now: () => number, senderOf: (messageID: string) => string): Translations => ({
  createGroup: (owner, { groupID, groupName, userIDs }) => [
    {
      type: 'created',
      time: now(),
      conversation: `group/${groupID}`,
      name: groupName,
      owner,
      members: [owner, ...userIDs],
    },
  ],
  sendMessage: (sender, { messageID, content, ...conversation }) => [
    {
      type: 'said',
      ...placeOf(sender, conversation, now()),
      sender,
      messageID: toID(messageID),
      text: textOf(content),
    },
  ],
  editMessage: (sender, { messageID, content, ...conversation }) => [
    {
      type: 'edited',
      ...placeOf(sender, conversation, now()),
      sender,
      messageID: toID(messageID),
      text: textOf(content),
    },
  ],
  revokeMessage: (sender, { messageID, ...conversation }) => [
    { type: 'tookBack', ...placeOf(sender, conversation, now()), sender, messageID: toID(messageID) },
  ],
  deleteMessages: (userID, { messageIDs, ...conversation }) =>
    messageIDs.map((messageID) => ({
      type: 'tookBack',
      ...placeOf(userID, conversation, now()),
      sender: senderOf(messageID),
      messageID: toID(messageID),
    })),
  markRead: (userID, conversation) => [{ type: 'read', ...placeOf(userID, conversation, now()) }],
})

/** Where the reader sees what `userID` did in `conversation`. */
const placeOf = (userID: string, { conversationType, conversationID }: ConversationReference, time: number) => ({
  time,
  conversation:
    conversationType === 'peer' && userID !== reader ? `peer/${userID}` : `${conversationType}/${conversationID}`,
})

/** IDs without blanks, as they stand in addresses. */
const toID = (messageID: string): string => messageID.replaceAll(' ', '-')

const textOf = (content: OperationParameters<'sendMessage'>['content']): string => {
  if (content.type !== 'text') throw new RangeError(`The peers are told texts, and no ${content.type}.`)
  return content.text
}
