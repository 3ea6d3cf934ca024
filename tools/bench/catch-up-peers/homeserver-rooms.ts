import type { HeldConversation } from './audit.ts'
import type { OfflineSend, Workload, WorkloadEvent } from './workload.ts'

const host = 'stub'

/** An event as the client-server API of Matrix has it. */
interface RoomEvent {
  readonly type: string
  readonly event_id: string
  readonly sender: string
  readonly origin_server_ts: number
  readonly state_key?: string
  content: object
  unsigned?: object
}

interface Room {
  readonly conversation: string
  readonly state: readonly RoomEvent[]
  /** With the place of each in the stream of all rooms. */
  readonly timeline: { readonly position: number; readonly event: RoomEvent }[]
  /** Where the room came into being. */
  readonly since: number
  /** Up to which place the reader has read. */
  read: number
}

/** The rooms of the reader, and what comes into them. */
export interface Rooms {
  /** The place of what came last. */
  readonly position: number
  apply(event: WorkloadEvent): void
  /** A message of the reader. A transaction that came before has its first answer. `undefined`: no such room. */
  send(roomID: string, transactionID: string, content: object): string | undefined
  /** What `/sync` says of everything after `since`. Rejects a `since` that never was, and more events than `limit` in one room. */
  sync(since: number, limit: number): object
  /** What a client should have. */
  held(): readonly HeldConversation[]
}

const roomIDOf = (conversation: string): string => `!${conversation.replace('/', '-')}:${host}`
const matrixUserIDOf = (userID: string): string => `@${userID}:${host}`
const eventIDOf = ({ messageID }: Pick<OfflineSend, 'messageID'>): string => `$${messageID}`

export const createRooms = ({ reader }: Pick<Workload, 'reader'>): Rooms => {
  const rooms = new Map<string, Room>()
  const transactions = new Map<string, string>()
  let position = 0
  let changes = 0

  const roomOf = (conversation: string, time: number, created?: Extract<WorkloadEvent, { type: 'created' }>): Room => {
    const roomID = roomIDOf(conversation)
    const found = rooms.get(roomID)
    if (found !== undefined) return found
    const members = created?.members ?? [conversation.slice(conversation.indexOf('/') + 1), reader]
    const state = stateOf(roomID, members, time, created?.name)
    const room: Room = { conversation, state, timeline: [], since: position + 1, read: 0 }
    rooms.set(roomID, room)
    return room
  }
  const append = (room: Room, event: RoomEvent): void => {
    position += 1
    room.timeline.push({ position, event })
  }
  const redact = (room: Room, redaction: RoomEvent, messageID: string): void => {
    const target = room.timeline.find(({ event }) => event.event_id === eventIDOf({ messageID }))
    if (target === undefined) throw new RangeError(`Nobody said ${messageID}.`)
    target.event.content = {}
    target.event.unsigned = { redacted_because: redaction }
  }

  return {
    get position() {
      return position
    },
    apply(event) {
      const room = roomOf(event.conversation, event.time, event.type === 'created' ? event : undefined)
      if (event.type === 'created') return
      if (event.type === 'read') {
        room.read = room.timeline.at(-1)?.position ?? 0
        return
      }
      const base = { sender: matrixUserIDOf(event.sender), origin_server_ts: event.time }
      if (event.type === 'said') {
        append(room, { ...base, type: 'm.room.message', event_id: eventIDOf(event), content: textContent(event.text) })
        return
      }
      changes += 1
      const event_id = `$change-${changes}`
      if (event.type === 'edited') {
        append(room, { ...base, type: 'm.room.message', event_id, content: editContent(event.messageID, event.text) })
        return
      }
      const redacts = eventIDOf(event)
      const redaction = { ...base, type: 'm.room.redaction', event_id, redacts, content: { redacts } }
      redact(room, redaction, event.messageID)
      append(room, redaction)
    },
    send(roomID, transactionID, content) {
      const room = rooms.get(roomID)
      if (room === undefined) return undefined
      const event_id = transactions.get(transactionID) ?? eventIDOf({ messageID: transactionID })
      if (transactions.has(transactionID)) return event_id
      transactions.set(transactionID, event_id)
      const sender = matrixUserIDOf(reader)
      const unsigned = { transaction_id: transactionID }
      append(room, { type: 'm.room.message', event_id, sender, origin_server_ts: Date.now(), content, unsigned })
      // Whoever writes has read.
      room.read = position
      return event_id
    },
    sync(since, limit) {
      if (!(since >= 0 && since <= position)) throw new RangeError(`There was never a place ${since}.`)
      const join: Record<string, object> = {}
      for (const [roomID, room] of rooms) {
        const news = room.timeline.filter((entry) => entry.position > since)
        const isNew = room.since > since
        if (news.length === 0 && !isNew) continue
        if (news.length > limit)
          throw new RangeError(`${roomID} has more than ${limit} events, and this stub no pages.`)
        join[roomID] = {
          state: { events: isNew ? room.state : [] },
          timeline: { events: news.map(({ event }) => event), limited: false, prev_batch: `s${since}` },
          unread_notifications: { notification_count: unreadOf(room, reader), highlight_count: 0 },
        }
      }
      return {
        next_batch: `s${position}`,
        rooms: { join },
        ...(since === 0 && { account_data: { events: [{ type: 'm.direct', content: directRooms(rooms) }] } }),
      }
    },
    held: () =>
      [...rooms.values()].map((room) => ({
        conversation: room.conversation,
        unreadCount: unreadOf(room, reader),
        messages: messagesOf(room),
      })),
  }
}

const textContent = (body: string) => ({ msgtype: 'm.text', body })

const editContent = (messageID: string, body: string) => ({
  ...textContent(`* ${body}`),
  'm.new_content': textContent(body),
  'm.relates_to': { rel_type: 'm.replace', event_id: eventIDOf({ messageID }) },
})

const stateOf = (roomID: string, members: readonly string[], time: number, name?: string): readonly RoomEvent[] => {
  const creator = matrixUserIDOf(members[0] ?? '')
  const facts: readonly (readonly [type: string, key: string, content: object])[] = [
    ['m.room.create', '', { creator, room_version: '10' }],
    ['m.room.power_levels', '', { users: { [creator]: 100 }, users_default: 0 }],
    ['m.room.join_rules', '', { join_rule: 'invite' }],
    ...(name === undefined ? [] : [['m.room.name', '', { name }] as const]),
    ...members.map((userID) => {
      const content = { membership: 'join', displayname: `Person ${userID}` }
      return ['m.room.member', matrixUserIDOf(userID), content] as const
    }),
  ]
  return facts.map(([type, state_key, content]) => ({
    type,
    state_key,
    content,
    event_id: `$${type}-${state_key}-${roomID}`,
    sender: state_key === '' ? creator : state_key,
    origin_server_ts: time,
  }))
}

const directRooms = (rooms: ReadonlyMap<string, Room>): object =>
  Object.fromEntries(
    [...rooms]
      .filter(([, { conversation }]) => conversation.startsWith('peer/'))
      .map(([roomID, { conversation }]) => [matrixUserIDOf(conversation.slice('peer/'.length)), [roomID]]),
  )

const isEdit = ({ content }: RoomEvent): boolean => 'm.relates_to' in content
const isRedacted = ({ unsigned }: RoomEvent): boolean => unsigned !== undefined && 'redacted_because' in unsigned

const unreadOf = ({ timeline, read }: Room, reader: string): number =>
  timeline.filter(
    ({ position, event }) =>
      position > read &&
      event.type === 'm.room.message' &&
      event.sender !== matrixUserIDOf(reader) &&
      !isEdit(event) &&
      !isRedacted(event),
  ).length

const messagesOf = ({ timeline }: Room): HeldConversation['messages'] => {
  const texts = new Map<string, string | undefined>()
  const messages = timeline.flatMap(({ event }) => {
    const { content } = event
    if (event.type !== 'm.room.message') return []
    if ('m.relates_to' in content && 'm.new_content' in content) {
      texts.set(
        String(propertyOf(content['m.relates_to'], 'event_id')),
        String(propertyOf(content['m.new_content'], 'body')),
      )
      return []
    }
    return [event]
  })
  return messages.map((event) => ({
    messageID: event.event_id.slice(1),
    sender: event.sender.slice(1, event.sender.indexOf(':')),
    text: isRedacted(event) ? undefined : (texts.get(event.event_id) ?? String(propertyOf(event.content, 'body'))),
  }))
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined
