import {
  ClientEvent,
  Filter,
  IndexedDBStore,
  PendingEventOrdering,
  SyncState,
  createClient,
  type MatrixEvent,
  type Room,
} from 'matrix-js-sdk'
import type { HeldConversation } from '../../catch-up-peers/audit.ts'
import type { ExpectedRow, PeerCatchUp } from '../../catch-up-peers/peer-page.ts'
import { tapFetch } from './tap.ts'

/** More than was missed in one room, so that no page of history has to be fetched afterwards. */
const timelineLimit = 1_000
const userId = '@ada:stub'

const tap = tapFetch()
const store = new IndexedDBStore({ indexedDB, localStorage, dbName: 'catch-up' })
const client = createClient({
  baseUrl: location.origin,
  accessToken: 'stub',
  userId,
  deviceId: 'device',
  store,
  fetchFn: tap.fetch,
})

const start = async (): Promise<void> => {
  await store.startup()
  const filter = new Filter(userId)
  filter.setTimelineLimit(timelineLimit)
  await client.startClient({
    filter,
    initialSyncLimit: timelineLimit,
    pendingEventOrdering: PendingEventOrdering.Detached,
  })
}

/** Resolves when the client says that it stands so: `fromCache` with what the device keeps, else with what the server says. */
const untilSynced = (fromCache: boolean): Promise<void> =>
  new Promise((resolve) => {
    client.on(ClientEvent.Sync, (state, _before, data) => {
      if (fromCache ? data?.fromCache === true : state === SyncState.Syncing) resolve()
    })
  })

const conversationOf = ({ roomId }: Room): string => roomId.slice(1, roomId.indexOf(':')).replace('-', '/')

const messagesOf = (room: Room): readonly MatrixEvent[] =>
  room
    .getLiveTimeline()
    .getEvents()
    .filter((event) => event.getType() === 'm.room.message' && !event.isRelation('m.replace'))

const unreadOf = (room: Room): number => room.getUnreadNotificationCount() ?? 0

const waitingOf = (room: Room): readonly MatrixEvent[] => room.getPendingEvents()

const isListRight = (expected: readonly ExpectedRow[]): boolean => {
  const rooms = new Map(client.getRooms().map((room) => [conversationOf(room), room]))
  return expected.every(({ conversation, unreadCount, lastMessageID }) => {
    const room = rooms.get(conversation)
    if (room === undefined) return false
    // What waits to be sent is shown last, and has no ID of the server yet.
    const waiting = waitingOf(room).at(-1)?.getTxnId()
    const last = waiting === undefined ? messagesOf(room).at(-1)?.getId() : `$${waiting}`
    return unreadOf(room) === unreadCount && last === `$${lastMessageID}`
  })
}

/** Sends again what an earlier page could not, as an app has to ask for. */
const resend = async (): Promise<void> => {
  const sends = client.getRooms().flatMap((room) => waitingOf(room).map((event) => client.resendEvent(event, room)))
  await Promise.all(sends)
}

globalThis.peerPage = {
  async prepare() {
    const synced = untilSynced(false)
    await start()
    await synced
    await store.save(true)
    client.stopClient()
  },

  async writeOffline(sends) {
    const opened = untilSynced(true)
    void start()
    await opened
    const kept = sends.map(({ conversation, messageID, text }) => {
      // It rejects when the client gives up for now; the event stays where it waits.
      client.sendTextMessage(roomIDOf(conversation), text, messageID).catch(() => undefined)
      return `mx_pending_events_${roomIDOf(conversation)}`
    })
    const isKept = (): boolean => {
      const waiting = [...new Set(kept)].flatMap((key) => JSON.parse(localStorage.getItem(key) ?? '[]') as unknown[])
      return waiting.length === sends.length
    }
    while (!isKept()) await new Promise((resolve) => setTimeout(resolve, 10))
  },

  async catchUp(expected): Promise<PeerCatchUp> {
    let list: { readonly at: number; readonly roundTrips: number } | undefined
    let isSent = false
    let end: () => void = () => undefined
    const complete = new Promise<void>((resolve) => {
      end = resolve
    })
    const look = (): void => {
      if (!isListRight(expected)) return
      list ??= { at: performance.now(), roundTrips: tap.roundTrips }
      if (isSent && client.getRooms().every((room) => waitingOf(room).length === 0)) end()
    }
    client.on(ClientEvent.Sync, (state) => {
      if (state === SyncState.Syncing) look()
    })
    const opened = untilSynced(true)
    void start()
    await Promise.all([opened, tap.accepted])
    await resend()
    isSent = true
    look()
    await complete
    await store.save(true)
    const acceptedAt = await tap.accepted
    const completeMs = performance.now() - acceptedAt
    const { requests } = tap
    client.stopClient()
    if (list === undefined) throw new Error('The list was never right.')
    return { listMs: list.at - acceptedAt, listRoundTrips: list.roundTrips, completeMs, requests }
  },

  async openOffline() {
    const opened = untilSynced(true)
    void start()
    await opened
  },

  held: (): readonly HeldConversation[] =>
    client.getRooms().map((room) => ({
      conversation: conversationOf(room),
      unreadCount: unreadOf(room),
      messages: messagesOf(room).map((event) => ({
        messageID: (event.getId() ?? '').slice(1),
        sender: (event.getSender() ?? '').slice(1).replace(':stub', ''),
        text: event.isRedacted() ? undefined : String(event.getContent()['body']),
      })),
    })),
}

function roomIDOf(conversation: string): string {
  return `!${conversation.replace('/', '-')}:stub`
}
