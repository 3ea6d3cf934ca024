import { expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

test('a pinned conversation has its time, and loses it when unpinned', async () => {
  const world = await createWorld()
  await world.send('ada', peer('bob'), 'x')
  const { cursor } = await world.follow('bob')
  const pin = (isPinned: boolean) => world.perform('bob', 'updateConversationPinnedState', { ...peer('ada'), isPinned })
  expect((await pin(true)).settings).toEqual({
    ...peer('ada'),
    isPinned: true,
    pinnedTime: world.now(),
    draft: '',
    revision: 1,
  })
  const pinned = await world.follow('bob', cursor)
  expect(only(pinned.changes, 'conversationSettingsChanged')).toHaveLength(1)
  expect((await pin(false)).settings).toEqual({ ...peer('ada'), isPinned: false, draft: '', revision: 2 })
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

test('a draft is told to all devices of the user, the last one wins, and it lists no conversation', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('ada')
  const write = (draft: string) => world.perform('ada', 'setConversationDraft', { ...peer('bob'), draft })
  await write('hel')
  expect((await write('hello')).settings).toEqual({ ...peer('bob'), isPinned: false, draft: 'hello', revision: 2 })
  const told = only((await world.follow('ada', cursor)).changes, 'conversationSettingsChanged')
  expect(told.map(({ settings }) => settings.draft)).toEqual(['hello'])
  expect(only((await world.follow('ada')).changes, 'conversationHead')).toEqual([])
  expect(only((await world.follow('bob')).changes, 'conversationSettingsChanged')).toEqual([])
  await world.send('bob', peer('ada'), 'x')
  const heads = only((await world.follow('ada')).changes, 'conversationHead')
  expect(heads.map(({ head }) => head.draft)).toEqual(['hello'])
  expect(only((await world.follow('bob')).changes, 'conversationHead')[0]?.head.draft).toBe('')
})

test('a draft that was on no list is told to the devices that came after it, once its conversation is on the list', async () => {
  const world = await createWorld()
  await world.perform('ada', 'setConversationDraft', { ...peer('bob'), draft: 'hello' })
  const { cursor } = await world.follow('ada')
  await world.send('bob', peer('ada'), 'x')
  const told = only((await world.follow('ada', cursor)).changes, 'conversationSettingsChanged')
  expect(told.map(({ settings }) => settings.draft)).toEqual(['hello'])
})

test('that a draft is gone is told once its conversation is on the list, to devices that know it from before a snapshot', async () => {
  const world = await createWorld()
  await world.perform('ada', 'setConversationDraft', { ...peer('bob'), draft: 'hello' })
  await world.perform('ada', 'setConversationDraft', { ...peer('bob'), draft: '' })
  const { cursor } = await world.follow('ada')
  await world.send('bob', peer('ada'), 'x')
  const told = only((await world.follow('ada', cursor)).changes, 'conversationSettingsChanged')
  expect(told.map(({ settings }) => settings.draft)).toEqual([''])
})

test('a draft is for a known user or a group one is in, and has at most 48 KiB', async () => {
  const world = await createWorld()
  await world.perform('bob', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['ada'] })
  const write = (userID: string, conversation: ReturnType<typeof peer>, draft: string) =>
    world.perform(userID, 'setConversationDraft', { ...conversation, draft })
  for (const conversation of [peer('nobody'), peer('cyd'), group('g'), group('none')]) {
    await expect(write('cyd', conversation, 'x')).rejects.toMatchObject({ code: 'conversation-not-found' })
  }
  await expect(write('ada', group('g'), '🙂'.repeat(12_288))).resolves.toBeDefined()
  await expect(write('ada', group('g'), `${'🙂'.repeat(12_288)}!`)).rejects.toMatchObject({ code: 'limit-exceeded' })
  // It outlives the stay in the group.
  await world.perform('ada', 'leaveGroup', { groupID: 'g' })
  await world.perform('bob', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['ada'] })
  const [head] = only((await world.follow('ada')).changes, 'conversationHead')
  expect(head?.head.draft).toBe('🙂'.repeat(12_288))
})

test.each(['doNotDisturb', 'markedUnread', 'archived', 'mark1', 'mark60'] as const)(
  'the flag %s is turned on and off, told to the user alone, and a repeat changes nothing',
  async (flag) => {
    const world = await createWorld()
    await world.send('ada', peer('bob'), 'x')
    const { cursor } = await world.follow('bob')
    const { cursor: cursorOfAda } = await world.follow('ada')
    const set = (isOn: boolean, operationID?: string) =>
      world.perform('bob', 'setConversationFlag', { ...peer('ada'), flag, isOn }, operationID)
    const on = { ...peer('ada'), isPinned: false, draft: '', flags: [flag], revision: 1 }
    expect((await set(true, 'once')).settings).toEqual(on)
    expect((await set(true)).settings).toEqual(on)
    const told = await world.follow('bob', cursor)
    expect(only(told.changes, 'conversationSettingsChanged').map(({ settings }) => settings)).toEqual([on])
    expect((await world.follow('ada', cursorOfAda)).changes).toEqual([])
    const off = { ...peer('ada'), isPinned: false, draft: '', revision: 2 }
    expect((await set(false)).settings).toEqual(off)
    expect((await set(true, 'once')).settings).toEqual(off)
  },
)

test('a conversation is taken off the lists up to a message, never back again, and heads say so', async () => {
  const world = await createWorld()
  const first = await world.send('ada', peer('bob'), 'x')
  const second = await world.send('ada', peer('bob'), 'y')
  const remove = (order: string) => world.perform('bob', 'deleteConversation', { ...peer('ada'), order })
  expect((await remove(second.order)).settings).toMatchObject({ deletedOrder: second.order, revision: 1 })
  expect((await remove(first.order)).settings).toMatchObject({ deletedOrder: second.order, revision: 1 })
  const [head] = only((await world.follow('bob')).changes, 'conversationHead')
  expect(head?.head).toMatchObject({ deletedOrder: second.order, lastMessage: { order: second.order } })
  expect(only((await world.follow('ada')).changes, 'conversationHead')[0]?.head).not.toHaveProperty('deletedOrder')
  for (const order of ['0000000000000000', '0000000000000003', 'x']) {
    await expect(remove(order)).rejects.toMatchObject({ code: 'message-not-found' })
  }
})

test('flags are those that there are, of conversations that the user sees', async () => {
  const world = await createWorld()
  await world.send('ada', peer('bob'), 'x')
  await world.perform('bob', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['ada'] })
  await world.perform('ada', 'leaveGroup', { groupID: 'g' })
  const set = (userID: string, conversation: ReturnType<typeof peer>, flag: `mark${number}`) =>
    world.perform(userID, 'setConversationFlag', { ...conversation, flag, isOn: true })
  for (const flag of ['mark0', 'mark61', 'mark1.5'] as const) {
    await expect(set('bob', peer('ada'), flag)).rejects.toMatchObject({ code: 'invalid-argument' })
  }
  for (const [userID, conversation] of [
    ['cyd', peer('ada')],
    ['cyd', group('g')],
    ['ada', group('g')],
    ['ada', peer('nobody')],
  ] as const) {
    await expect(set(userID, conversation, 'mark1')).rejects.toMatchObject({ code: 'conversation-not-found' })
    await expect(
      world.perform(userID, 'deleteConversation', { ...conversation, order: '0000000000000001' }),
    ).rejects.toMatchObject({ code: 'conversation-not-found' })
  }
})
