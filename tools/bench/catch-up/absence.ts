import type { Backend } from '@latchkey/backend'
import type { ConversationReference } from '@latchkey/core'
import type { LatchkeyServer } from '@latchkey/server'

/** What happened while the device was away. */
export interface Absence {
  readonly messages: number
  /** How many of them are in one conversation. */
  readonly messagesInOne: number
  readonly edits: number
  readonly deletes: number
}

/** The user who was away. */
export const reader = 'ada'

const peerCount = 160
const groupCount = 40
const changedCount = 40
const newGroups = ['new0', 'new1', 'new2', 'new3', 'new4']
const messagesInNewGroup = 4
const messagesBefore = 20
const dayMs = 24 * 3_600_000

const peers = Array.from({ length: peerCount }, (_, index) => `peer${index}`)
const groups = Array.from({ length: groupCount }, (_, index) => `group${index}`)

/** A conversation of the reader, and somebody else in it. */
interface Place {
  readonly conversation: ConversationReference
  readonly sender: string
}

const groupPlace = (conversationID: string, index: number): Place => ({
  conversation: { conversationType: 'group', conversationID },
  sender: peers[index] ?? '',
})
/** Every fifth is a group. */
const places: readonly Place[] = Array.from({ length: peerCount + groupCount }, (_, index) => {
  const fifth = Math.floor(index / 5)
  if (index % 5 === 4) return groupPlace(groups[fifth] ?? '', fifth)
  const sender = peers[index - fifth] ?? ''
  return { conversation: { conversationType: 'peer', conversationID: sender }, sender }
})
const newPlaces = newGroups.map(groupPlace)

/** Where the reader wrote while away: some of the changed conversations and some quiet ones. Twice in each. */
export const writtenTo: readonly ConversationReference[] = [35, 36, 37, 38, 39, 100, 101, 102, 103, 104].flatMap(
  (index) => places.slice(index, index + 1).map(({ conversation }) => conversation),
)

/** People and groups, and nothing said yet. */
export const seedPeople = (server: LatchkeyServer): Promise<void> =>
  server.seed(async ({ backend, setTime }) => {
    setTime(Date.now() - 3 * dayMs)
    for (const userID of [reader, ...peers]) await backend.putUser({ userID, userName: `Person ${userID}` })
    for (const [index, groupID] of groups.entries()) await createGroup(backend, groupID, index)
  })

/** A little in each of the 200 conversations, half of it read. */
export const seedBefore = (server: LatchkeyServer): Promise<void> =>
  server.seed(async ({ backend, setTime }) => {
    for (let number = 0; number < messagesBefore; number += 1) {
      for (const [index, place] of places.entries()) {
        setTime(Date.now() - 1.5 * dayMs + number * 60_000 + index * 100)
        await say(backend, place, `before ${number} ${index}`)
      }
    }
    for (const [index, { conversation }] of places.entries()) {
      if (index % 2 === 0) await markRead(backend, conversation, `read ${index}`)
    }
  })

/** What the device missed. */
export const seedAway = (server: LatchkeyServer, absence: Absence): Promise<void> =>
  server.seed(async ({ backend, setTime }) => {
    const begin = Date.now() - dayMs
    for (const [index, groupID] of newGroups.entries()) await createGroup(backend, groupID, index)
    const inTurn = targetsOf(absence)
    for (const [number, place] of inTurn.entries()) {
      setTime(begin + number * 1_000)
      await say(backend, place, `away ${number}`)
    }
    await changeMessages(backend, absence, inTurn)
  })

/**
 * Edits and deletes, half of messages that the device has, half of ones that it missed. Of the deletes every other one is
 * the sender taking the message back, the others are the reader's, on another device.
 */
const changeMessages = async (
  backend: Backend,
  { edits, deletes }: Absence,
  inTurn: readonly Place[],
): Promise<void> => {
  const messageAt = (index: number): { readonly place: Place; readonly messageID: string } => {
    const number = Math.floor(index / 2)
    const known = number % changedCount
    const missed = (number * 7) % inTurn.length
    const place = index % 2 === 0 ? places[known] : inTurn[missed]
    if (place === undefined) throw new RangeError('There is no such message.')
    const name =
      index % 2 === 0 ? `before ${messagesBefore - 1 - Math.floor(number / changedCount)} ${known}` : `away ${missed}`
    return { place, messageID: `message ${name}` }
  }
  for (let index = 0; index < edits + deletes; index += 1) {
    const { place, messageID } = messageAt(index)
    const bySender = { ...seenBySender(place.conversation), messageID }
    const operationID = `change ${index}`
    if (index < edits) {
      const content = { type: 'text', text: `This was meant instead (${index}).` } as const
      await backend.perform(place.sender, 'editMessage', { ...bySender, content }, { operationID })
    } else if (index % 4 < 2) {
      await backend.perform(place.sender, 'revokeMessage', bySender, { operationID })
    } else {
      const parameters = { ...place.conversation, messageIDs: [messageID] }
      await backend.perform(reader, 'deleteMessages', parameters, { operationID })
    }
  }
}

/** The places of the missed messages, one conversation after the other in turn. */
const targetsOf = ({ messages, messagesInOne }: Absence): readonly Place[] => {
  const [busiest, ...others] = places.slice(0, changedCount)
  if (busiest === undefined) throw new RangeError('There is no conversation.')
  const inNew = newPlaces.flatMap((place) => Array.from({ length: messagesInNewGroup }, () => place))
  const rest = Math.max(others.length, messages - messagesInOne - inNew.length)
  const inOthers = Array.from({ length: rest }, (_, index) => others[index % others.length] ?? busiest)
  const targets: Place[] = []
  const waiting = [Array.from({ length: messagesInOne }, () => busiest), inOthers, inNew]
  // Mixed as a day mixes them: each goes on in proportion to what it still has to say.
  const total = waiting.reduce((sum, list) => sum + list.length, 0)
  const taken = waiting.map(() => 0)
  for (let number = 1; number <= total; number += 1) {
    waiting.forEach((list, at) => {
      const place = list[taken[at] ?? 0]
      if (place === undefined || (taken[at] ?? 0) >= (list.length * number) / total) return
      targets.push(place)
      taken[at] = (taken[at] ?? 0) + 1
    })
  }
  return targets
}

const createGroup = async (backend: Backend, groupID: string, index: number): Promise<void> => {
  const owner = peers[index] ?? ''
  const userIDs = [reader, ...peers.slice(index + 1, index + 8)]
  await backend.perform(
    owner,
    'createGroup',
    { groupID, groupName: `Group ${groupID}`, userIDs },
    { operationID: groupID },
  )
}

const say = async (backend: Backend, { conversation, sender }: Place, name: string): Promise<void> => {
  const parameters = {
    ...seenBySender(conversation),
    messageID: `message ${name}`,
    content: { type: 'text', text: `This is what was said ${name}, and a little more.` } as const,
    sentTime: 1,
  }
  await backend.perform(sender, 'sendMessage', parameters, { operationID: `say ${name}` })
}

const seenBySender = ({ conversationType, conversationID }: ConversationReference): ConversationReference =>
  conversationType === 'peer' ? { conversationType, conversationID: reader } : { conversationType, conversationID }

const markRead = async (backend: Backend, conversation: ConversationReference, operationID: string): Promise<void> => {
  const { messages } = await backend.history(reader, conversation, { type: 'newest', limit: 1 })
  const order = messages[0]?.order
  if (order !== undefined) await backend.perform(reader, 'markRead', { ...conversation, order }, { operationID })
}
