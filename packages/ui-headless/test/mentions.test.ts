import { createComposer, createTimeline, type TextSpan } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow, messagesOf, withBob } from './support/world.js'

const crew = { conversationType: 'group', conversationID: 'crew' } as const

/** Ada's field in a group with Bob and Eve. */
async function createCrew() {
  const world = await createWorld()
  await world.chat.createGroup('crew', { groupName: 'Crew', userIDs: ['bob', 'eve'] })
  await settle()
  const composer = createComposer(world.kit, crew)
  return { ...world, composer, field: await follow(composer) }
}

test('behind an @ the others of a group are offered, by any beginning of their name', async () => {
  const { composer, field } = await createCrew()
  composer.setText('Hello @', 7)
  expect(field.now.mention?.options.map(({ name }) => name)).toEqual(['Bob Hopper', 'Eve Moneypenny', 'everyone'])
  composer.setText('Hello @mon', 10)
  expect(field.now.mention?.options.map(({ name }) => name)).toEqual(['Eve Moneypenny'])
  composer.setText('mail bob@mon', 12)
  expect(field.now.mention).toBeUndefined()
})

test('a name is chosen with the keys, written out, and the caret goes behind it', async () => {
  const { composer, field } = await createCrew()
  composer.setText('Ask @ about it', 5)
  composer.moveMention(1)
  expect(field.now.mention?.activeIndex).toBe(1)
  expect(composer.chooseMention()).toBe('Ask @Eve Moneypenny '.length)
  expect(field.now).toMatchObject({ text: 'Ask @Eve Moneypenny about it' })
  expect(field.now.mention).toBeUndefined()
})

test('names that were closed are not offered again for the same word, but for the next one', async () => {
  const { composer, field } = await createCrew()
  composer.setText('@b', 2)
  composer.closeMention()
  composer.setText('@bo', 3)
  expect(field.now.mention).toBeUndefined()
  composer.setText('@bo ', 4)
  composer.setText('@bo @e', 6)
  expect(field.now.mention?.options).toHaveLength(2)
})

test('a message asks for the attention of those whom it names, and nobody else’s', async () => {
  const { chat, composer } = await createCrew()
  composer.setText('Ask @Bob Hopper, not Eve Moneypenny')
  await composer.send()
  composer.setText('Good morning @everyone')
  await composer.send()
  await settle()
  const { messageList } = await chat.queryHistoryMessage(crew, { count: 10 })
  const [first, second] = messageList.filter(({ content }) => content.type === 'text')
  expect(first?.mentionedUserIDs).toEqual(['bob'])
  expect(first?.isMentionAll).toBeUndefined()
  expect(second?.isMentionAll).toBe(true)
})

test('in a conversation of two nobody is offered', async () => {
  const { kit } = await createWorld()
  const composer = createComposer(kit, withBob)
  const field = await follow(composer)
  composer.setText('@', 1)
  expect(field.now.mention).toBeUndefined()
})

test('mentions and addresses on the web are told apart from the rest of a text', async () => {
  const { kit, composer } = await createCrew()
  composer.setText('See https://example.org/a(b), @Bob Hopper! javascript:alert(1) (http://x.example).')
  await composer.send()
  await settle()
  const view = await follow(createTimeline(kit, crew))
  const [part] = messagesOf(view.now).at(-1)?.parts ?? []
  if (part?.type !== 'text') throw new Error('There is no text.')
  expect(part.spans).toEqual<readonly TextSpan[]>([
    { type: 'plain', text: 'See ' },
    { type: 'link', text: 'https://example.org/a(b)', url: 'https://example.org/a(b)' },
    { type: 'plain', text: ', ' },
    { type: 'mention', text: '@Bob Hopper', isSelf: false },
    { type: 'plain', text: '! javascript:alert(1) (' },
    { type: 'link', text: 'http://x.example', url: 'http://x.example' },
    { type: 'plain', text: ').' },
  ])
})

test('in a group it is told who has read an own message', async () => {
  const { kit, signIn, composer } = await createCrew()
  const bob = await signIn('bob')
  composer.setText('Good morning')
  await composer.send()
  await settle()
  await bob.clearConversationUnreadMessageCount(crew)
  await settle()
  const timeline = createTimeline(kit, crew)
  const view = await follow(timeline)
  const row = messagesOf(view.now).at(-1)
  expect(row).toMatchObject({ status: 'sent' })
  expect(row?.actions).toContain('whoRead')
  const readers = timeline.openReaders(row?.key ?? '')
  if (readers === undefined) throw new Error('Who has read it is not offered.')
  const { now } = await follow(readers)
  expect(now.readers.map(({ name }) => name)).toEqual(['Bob Hopper'])
  expect(now.others.map(({ name }) => name)).toEqual(['Eve Moneypenny'])
})
