import { createHash } from 'node:crypto'
import type { Backend } from '@latchkey/backend'
import type { ConversationReference } from '@latchkey/core/driver'
import type { Seeding } from '../seeding.js'
import type { LatchkeyServer } from '../start-server.js'
import { dialogues, type Dialogue } from './dialogues.js'
import { longThread } from './long-thread.js'
import { groups, people } from './people.js'
import { drawSea } from './picture.js'

/** Something that happens in the demo, at its time. */
interface DemoEvent {
  readonly time: number
  happen(backend: Backend): Promise<unknown>
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
// In the profile of the first account once everything is there.
const mark = 'latchkey-demo-1'

/**
 * Fills a server with people, groups, conversations and calls that look like a product in use, with times before now. Once
 * it has, it changes nothing; broken off, it goes on where it was.
 */
export async function seedDemo(server: Pick<LatchkeyServer, 'seed'>): Promise<void> {
  await server.seed(async (seeding) => {
    const { backend } = seeding
    const [first] = people
    if (!first || (await backend.findUser(first.userID))?.userExtendedData === mark) return
    const now = Date.now()
    seeding.setTime(now - 70 * dayMs)
    for (const profile of people) await backend.putUser(profile)
    await play(seeding, toEvents(now))
    await backend.putUser({ ...first, userExtendedData: mark })
  })
}

async function play({ backend, setTime }: Seeding, events: readonly DemoEvent[]): Promise<void> {
  for (const { time, happen } of events.toSorted((one, other) => one.time - other.time)) {
    setTime(time)
    await happen(backend)
  }
}

function toEvents(now: number): DemoEvent[] {
  return [
    ...groups.map(({ groupID, groupName, owner, userIDs, daysAgo }) => ({
      time: now - daysAgo * dayMs,
      happen: (backend: Backend) =>
        backend.perform(
          owner,
          'createGroup',
          { groupID, groupName, userIDs },
          { operationID: `demo group ${groupID}` },
        ),
    })),
    ...[...dialogues, longThread()].flatMap((dialogue) => dialogueEvents(dialogue, now)),
    ...callEvents(now),
    {
      time: now,
      happen: (backend) =>
        backend.perform(
          'ada',
          'updateConversationPinnedState',
          { conversationType: 'group', conversationID: 'launch-crew', isPinned: true },
          { operationID: 'demo pin' },
        ),
    },
  ]
}

function dialogueEvents(dialogue: Dialogue, now: number): DemoEvent[] {
  const said = dialogue.lines.map((line, index): DemoEvent => {
    const time = now - line.minutesAgo * minuteMs
    return { time, happen: (backend) => say(backend, dialogue, index, time) }
  })
  const read = Object.entries(dialogue.unread).map(([userID, unread]): DemoEvent => ({
    time: now,
    happen: (backend) => markRead(backend, userID, seenBy(dialogue, userID), dialogue.lines.length - unread),
  }))
  return [...said, ...read]
}

async function say(backend: Backend, dialogue: Dialogue, index: number, sentTime: number): Promise<void> {
  const line = dialogue.lines[index]
  if (line === undefined) return
  const { userID, answers, mentions, signs = {}, pinnedBy } = line
  const id = lineID(dialogue, index)
  const content = line.isPicture ? await upload(backend, userID, id, line.text) : textContent(line.text)
  const parameters = {
    ...seenBy(dialogue, userID),
    messageID: id,
    content,
    sentTime,
    ...(answers !== undefined && { repliedMessageID: lineID(dialogue, index - answers) }),
    ...(mentions && { mentionedUserIDs: mentions }),
  }
  await backend.perform(userID, 'sendMessage', parameters, { operationID: id })
  for (const [giver, reactionType] of Object.entries(signs)) {
    const sign = { ...seenBy(dialogue, giver), messageID: id, reactionType }
    await backend.perform(giver, 'addMessageReaction', sign, { operationID: `${id} sign of ${giver}` })
  }
  if (pinnedBy === undefined) return
  const pin = { ...seenBy(dialogue, pinnedBy), messageID: id, isPinned: true }
  await backend.perform(pinnedBy, 'pinMessage', pin, { operationID: `${id} pin` })
}

function lineID(dialogue: Dialogue, index: number): string {
  return `demo ${nameOf(dialogue)} ${index + 1}`
}

function textContent(text: string) {
  return { type: 'text', text } as const
}

async function upload(backend: Backend, userID: string, id: string, fileName: string) {
  const { bytes, width, height } = drawSea()
  const fileID = `${id} file`
  const file = { fileID, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  await backend.files?.put(userID, file, 0, bytes)
  return { type: 'image', fileID, fileName, fileSize: bytes.length, mimeType: 'image/png', width, height } as const
}

async function markRead(backend: Backend, userID: string, conversation: ConversationReference, count: number) {
  const { messages } = await backend.history(userID, conversation, { type: 'newest', limit: 100 })
  const last = messages.find(({ messageSeq }) => messageSeq === count)
  if (!last) return
  const operationID = `demo read ${userID} ${conversation.conversationID}`
  await backend.perform(userID, 'markRead', { ...conversation, order: last.order }, { operationID })
}

function callEvents(now: number): DemoEvent[] {
  const call = { mode: 'general', timeoutSeconds: 45, extendedData: '' } as const
  const missed = now - (dayMs + 125 * minuteMs)
  const accepted = now - 3 * dayMs
  return [
    { time: missed, happen: (backend) => invite(backend, 'grace', 'demo-call-missed', 'ada') },
    { time: accepted, happen: (backend) => invite(backend, 'ada', 'demo-call-accepted', 'bob') },
    {
      time: accepted + 6_000,
      happen: (backend) =>
        backend.perform('bob', 'callAccept', { callID: 'demo-call-accepted' }, { operationID: 'demo answer' }),
    },
  ]

  function invite(backend: Backend, userID: string, callID: string, invitee: string) {
    const parameters = { ...call, callID, invitees: [invitee] }
    return backend.perform(userID, 'callInvite', parameters, { operationID: `demo ${callID}` })
  }
}

function seenBy({ between }: Dialogue, userID: string): ConversationReference {
  if ('groupID' in between) return { conversationType: 'group', conversationID: between.groupID }
  const [first, second] = between
  return { conversationType: 'peer', conversationID: first === userID ? second : first }
}

function nameOf({ between }: Dialogue): string {
  return 'groupID' in between ? between.groupID : between.join(' ')
}
