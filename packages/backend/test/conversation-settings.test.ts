import { expect, test } from 'vitest'
import { createWorld, only, peer } from './world.js'

test('a pinned conversation has its time, and loses it when unpinned', async () => {
  const world = await createWorld()
  await world.send('ada', peer('bob'), 'x')
  const { cursor } = await world.follow('bob')
  const pin = (isPinned: boolean) => world.perform('bob', 'updateConversationPinnedState', { ...peer('ada'), isPinned })
  expect((await pin(true)).settings).toEqual({ ...peer('ada'), isPinned: true, pinnedTime: world.now(), draft: '' })
  const pinned = await world.follow('bob', cursor)
  expect(only(pinned.changes, 'conversationSettingsChanged')).toHaveLength(1)
  expect((await pin(false)).settings).toEqual({ ...peer('ada'), isPinned: false, draft: '' })
})

test('pinning again keeps the first time and adds nothing to the log', async () => {
  const world = await createWorld()
  await world.send('ada', peer('bob'), 'x')
  const pin = () => world.perform('bob', 'updateConversationPinnedState', { ...peer('ada'), isPinned: true })
  const first = await pin()
  const { cursor } = await world.follow('bob')
  world.advance(1_000)
  expect(await pin()).toEqual(first)
  expect((await world.follow('bob', cursor)).changes).toEqual([])
})

test('the number of pinned conversations is limited, and one without messages is not found', async () => {
  const world = await createWorld({ limits: { maxPinnedConversations: 1 } })
  await world.send('ada', peer('bob'), 'x')
  await world.send('ada', peer('cyd'), 'x')
  const pin = (userID: string) =>
    world.perform('ada', 'updateConversationPinnedState', { ...peer(userID), isPinned: true })
  await pin('bob')
  await expect(pin('cyd')).rejects.toMatchObject({ code: 'limit-exceeded' })
  await expect(pin('dan')).rejects.toMatchObject({ code: 'conversation-not-found' })
})
