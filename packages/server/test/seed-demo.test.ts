import type { Change, ConversationHead } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { seedDemo, startServer } from '../src/index.js'
import { connect, runServer, temporaryFolder } from './running-server.js'

type Server = Awaited<ReturnType<typeof runServer>>

async function standing(server: Server, userID: string): Promise<Change[]> {
  const connection = await connect(server, userID)
  const changes: Change[] = []
  let cursor: string | undefined
  for (let more = true; more;) {
    const page = await connection.pull(cursor, 500)
    if (page === 'tooFarBack') throw new Error('too far back')
    changes.push(...page.changes)
    ;({ cursor, more } = page)
  }
  return changes
}

function heads(changes: readonly Change[]): ConversationHead[] {
  return changes.flatMap((change) => (change.type === 'conversationHead' ? [change.head] : []))
}

function unread({ lastMessage, readMark }: ConversationHead): number {
  return (lastMessage?.countedSeq ?? 0) - (readMark?.countedSeq ?? 0)
}

test('the demo looks like a product in use, from both sides', async () => {
  const server = await runServer()
  await seedDemo(server)
  const ada = await standing(server, 'ada')
  expect(heads(ada)).toHaveLength(13)
  expect(
    heads(ada)
      .map(({ conversationID }) => conversationID)
      .slice(0, 2),
  ).toEqual(['bob', 'launch-crew'])
  expect(
    heads(ada)
      .filter((head) => unread(head) > 0)
      .map((head) => [head.conversationID, unread(head)]),
  ).toEqual([
    ['launch-crew', 3],
    ['layla', 2],
    ['aoi', 1],
  ])
  expect(
    heads(ada)
      .filter(({ isPinned }) => isPinned)
      .map(({ conversationID }) => conversationID),
  ).toEqual(['launch-crew'])
  const calls = ada.flatMap((change) => (change.type === 'callInvitationChanged' ? [change.callInvitation] : []))
  expect(calls.map(({ callUserList }) => callUserList[1]?.state)).toEqual(['timeout', 'accepted'])

  const bob = heads(await standing(server, 'bob'))
  expect(bob.map(({ conversationID }) => conversationID)).toEqual([
    'ada',
    'launch-crew',
    'clara',
    'flat-14b',
    'weekend-hikers',
    'kofi',
  ])
  expect(bob.find(({ conversationID }) => conversationID === 'ada')?.lastMessage?.messageSeq).toBeGreaterThan(200)
  const now = Date.now()
  for (const { lastMessage } of bob) expect(lastMessage?.timestamp).toBeLessThan(now)
})

test('seeding again, also after a restart, changes nothing', async () => {
  const folder = await temporaryFolder()
  const first = await startServer({ folder })
  await seedDemo(first)
  const before = await standing(first, 'ada')
  await seedDemo(first)
  await first.close()
  const second = await runServer({ folder })
  await seedDemo(second)
  expect(await standing(second, 'ada')).toEqual(before)
})

test('a demo that was broken off is completed without repeats', async () => {
  const [whole, broken] = [await runServer(), await runServer()]
  await seedDemo(whole)
  let left = 150
  const interrupted = seedDemo({
    seed: (work) =>
      broken.seed((seeding) =>
        work({
          ...seeding,
          setTime(time) {
            if (left-- === 0) throw new Error('the power went')
            seeding.setTime(time)
          },
        }),
      ),
  })
  await expect(interrupted).rejects.toThrow('the power went')
  await seedDemo(broken)
  const counts = (changes: readonly Change[]) =>
    heads(changes).map(({ conversationID, lastMessage }) => [conversationID, lastMessage?.messageSeq])
  const expected = counts(await standing(whole, 'ada'))
  expect(Object.fromEntries(counts(await standing(broken, 'ada')))).toEqual(Object.fromEntries(expected))
}, 30_000)

test('the demo has a picture whose bytes are there, an answer, a mention, signs and a pinned message', async () => {
  const server = await runServer()
  await seedDemo(server)
  await server.seed(async ({ backend }) => {
    const page = { type: 'newest', limit: 20 } as const
    const bob = await backend.history('ada', { conversationType: 'peer', conversationID: 'bob' }, page)
    const content = bob.messages.map((message) => message.content).find(({ type }) => type === 'image')
    if (content?.type !== 'image') throw new Error('There is no picture.')
    const bytes = await backend.files?.get('ada', content.fileID, 0, content.fileSize)
    expect([...(bytes ?? []).slice(1, 4)]).toEqual([...new TextEncoder().encode('PNG')])
    expect(bob.messages.filter(({ repliedInfo }) => repliedInfo)).toHaveLength(1)

    const crew = { conversationType: 'group', conversationID: 'launch-crew' } as const
    const { messages } = await backend.history('ada', crew, page)
    expect(messages.flatMap(({ mentionedUserIDs }) => mentionedUserIDs ?? [])).toEqual(['ada'])
    expect(messages.flatMap(({ reactionList }) => (reactionList ?? []).map(({ totalCount }) => totalCount))).toEqual([
      2, 1,
    ])
  })
  const changes = await standing(server, 'ada')
  const registers = changes.flatMap((change) => (change.type === 'registerChanged' ? [change.register] : []))
  expect(registers.filter(({ kind }) => kind === 'pinnedMessage')).toHaveLength(1)
})
