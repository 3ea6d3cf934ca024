import { createChat } from '@latchkey/core'
import { memoryStorage } from '@latchkey/storage-memory'
import { createKit, createSearch, createTimeline, type FoundRowView, type Search } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle, testPlatform, testSurroundings } from './support/surroundings.js'
import { createWorld, follow, say, withBob, type World } from './support/world.js'

async function searching({ kit }: Pick<World, 'kit'>) {
  const search = createSearch(kit)
  if (search === undefined) throw new Error('The chat cannot search.')
  return { search, view: await follow(search) }
}

async function seek(search: Search, text: string): Promise<void> {
  search.seek(text)
  await settle()
}

function marked(rows: readonly FoundRowView[]): string[] {
  return rows.map(({ nameParts, textParts }) =>
    [...nameParts, ...textParts].map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join(''),
  )
}

test('what is written finds conversations and messages, with the places marked', async () => {
  const world = await createWorld()
  await say(world.chat, 'bob', 'The ferry leaves at 6:40')
  await say(world.chat, 'eve', 'Ask Bob about the Ferries')
  const { search, view } = await searching(world)
  expect(view.now.state).toBe('idle')
  await seek(search, 'bob')
  expect(view.now.state).toBe('found')
  expect(marked(view.now.conversationRows)).toEqual(['[Bob] Hopper'])
  expect(marked(view.now.messageRows)).toEqual(['Eve MoneypennyAsk [Bob] about the Ferries'])
  await seek(search, '"the fer')
  expect(marked(view.now.messageRows)).toEqual([
    'Eve MoneypennyAsk Bob about [the Ferries]',
    'Bob Hopper[The ferry] leaves at 6:40',
  ])
  expect(view.now).toMatchObject({ messageCount: 2, hasMore: false, note: '' })
  await seek(search, 'zebra')
  expect(view.now).toMatchObject({ state: 'nothing', messageRows: [], text: 'zebra' })
  await seek(search, ' ')
  expect(view.now).toMatchObject({ state: 'idle', text: ' ' })
})

test('while one types, the last text is what is found, and what was found stays until then', async () => {
  const world = await createWorld()
  await say(world.chat, 'bob', 'apple')
  const { search, view } = await searching(world)
  await seek(search, 'app')
  search.seek('appl')
  search.seek('apple')
  search.seek('apples')
  expect(view.now).toMatchObject({ state: 'found', text: 'apples' })
  await settle()
  expect(view.now).toMatchObject({ state: 'nothing', text: 'apples' })
})

test('a long message is shown around the place that was found', async () => {
  const world = await createWorld()
  await say(world.chat, 'bob', `${'before '.repeat(30)}needle ${'after '.repeat(60)}`)
  await say(world.chat, 'bob', `${'前'.repeat(100)}针${'😀'.repeat(3)}`)
  const { search, view } = await searching(world)
  await seek(search, 'needle')
  const [text = ''] = marked(view.now.messageRows)
  expect(text).toMatch(/^Bob Hopper…(before ){3,5}\[needle\] after/)
  expect(text.length).toBeLessThan(200)
  await seek(search, '针')
  expect(marked(view.now.messageRows)[0]).toMatch(/^Bob Hopper…前{24}\[针\]😀/u)
})

test('more results are told when they are asked for', async () => {
  const world = await createWorld()
  for (let index = 0; index < 35; index += 1) await world.chat.insertMessageToLocalDB(withBob, { type: 'text', text: 'apple' }, { senderUserID: 'ada' }) // prettier-ignore
  const { search, view } = await searching(world)
  await seek(search, 'apple')
  expect([view.now.messageRows.length, view.now.messageCount, view.now.hasMore]).toEqual([30, 35, true])
  await search.loadMore()
  expect([view.now.messageRows.length, view.now.hasMore]).toEqual([35, false])
})

test('a chat that was made without the search has none', async () => {
  const { network, time } = await createWorld()
  const platform = testPlatform(time)
  const chat = createChat({ app: 'test', storage: memoryStorage(), transport: network.transport(), platform })
  expect(createSearch(createKit(chat, testSurroundings(time)))).toBeUndefined()
})

test('a timeline is loaded back to a message that was found, and says when it is not reached', async () => {
  const { chat, kit } = await createWorld()
  const { message } = await chat.insertMessageToLocalDB(
    withBob,
    { type: 'text', text: 'first' },
    { senderUserID: 'ada' },
  )
  for (let index = 0; index < 100; index += 1) await chat.insertMessageToLocalDB(withBob, { type: 'text', text: 'more' }, { senderUserID: 'ada' }) // prettier-ignore
  const timeline = createTimeline(kit, withBob)
  const view = await follow(timeline)
  expect(view.now.rows.some(({ key }) => key === message.messageID)).toBe(false)
  expect(await timeline.reveal(message.messageID)).toBe(true)
  await settle()
  expect(view.now.rows.some(({ key }) => key === message.messageID)).toBe(true)
  expect(await timeline.reveal('unknown')).toBe(false)
})
