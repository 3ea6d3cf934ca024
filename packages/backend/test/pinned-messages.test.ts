import { describe, expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

const kind = 'pinnedMessage'

function pin(
  { perform }: Pick<Awaited<ReturnType<typeof createWorld>>, 'perform'>,
  userID: string,
  conversation: ReturnType<typeof peer>,
  messageID: string,
  isPinned = true,
) {
  return perform(userID, 'pinMessage', { ...conversation, messageID, isPinned })
}

describe('pinned messages', () => {
  test('are told to both of a peer conversation, each under the name of the other, and to nobody else', async () => {
    const world = await createWorld()
    const { messageID } = await world.send('ada', peer('bob'), 'Boathouse at 7')
    const cursors = await Promise.all(['ada', 'bob', 'cyd'].map(async (userID) => (await world.follow(userID)).cursor))
    const { registerList } = await pin(world, 'bob', peer('ada'), messageID)
    const value = { createTime: world.now(), operatorUserID: 'bob' }
    expect(registerList).toEqual([{ kind, key: messageID, revision: 1, value, conversation: peer('ada') }])
    const told = await Promise.all(['ada', 'bob', 'cyd'].map((userID, index) => world.follow(userID, cursors[index])))
    expect(
      told.map(({ changes }) => only(changes, 'registerChanged').map(({ register }) => register.conversation)),
    ).toEqual([[peer('bob')], [peer('ada')], []])
  })

  test('stay as they are when they are pinned again, and go when they are unpinned or taken back', async () => {
    const world = await createWorld()
    await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'Rowers', userIDs: ['bob'] })
    const [one, two] = [await world.send('ada', group('g'), 'one'), await world.send('ada', group('g'), 'two')]
    const first = await pin(world, 'bob', group('g'), one.messageID)
    world.advance(1_000)
    expect(await pin(world, 'ada', group('g'), one.messageID)).toEqual(first)
    const { registerList } = await pin(world, 'ada', group('g'), one.messageID, false)
    expect(registerList).toMatchObject([{ revision: 2 }])
    expect(registerList[0]).not.toHaveProperty('value')

    await pin(world, 'ada', group('g'), two.messageID)
    const { cursor } = await world.follow('bob')
    await world.perform('ada', 'revokeMessage', { ...group('g'), messageID: two.messageID })
    const { changes } = await world.follow('bob', cursor)
    const [told] = only(changes, 'registerChanged')
    expect(told).toMatchObject({ register: { kind, key: two.messageID } })
    expect(told?.register).not.toHaveProperty('value')
    await expect(pin(world, 'ada', group('g'), two.messageID)).rejects.toMatchObject({ code: 'message-revoked' })
  })

  test('are at most 20 in each conversation', async () => {
    const world = await createWorld()
    const sent = []
    for (let index = 0; index < 21; index++) sent.push(await world.send('ada', peer('bob'), `${index}`))
    for (const { messageID } of sent.slice(0, 20)) await pin(world, 'ada', peer('bob'), messageID)
    const last = sent[20]?.messageID ?? ''
    await expect(pin(world, 'bob', peer('ada'), last)).rejects.toMatchObject({ code: 'limit-exceeded' })
    const elsewhere = await world.send('ada', peer('cyd'), 'elsewhere')
    await pin(world, 'ada', peer('cyd'), elsewhere.messageID)
    await pin(world, 'ada', peer('bob'), sent[0]?.messageID ?? '', false)
    await pin(world, 'bob', peer('ada'), last)
  })

  test('are no business of strangers, nor of whom the other one blocked', async () => {
    const world = await createWorld()
    await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'Rowers', userIDs: [] })
    const inGroup = await world.send('ada', group('g'), 'one')
    await expect(pin(world, 'bob', group('g'), inGroup.messageID)).rejects.toMatchObject({ code: 'not-group-member' })
    const { messageID } = await world.send('ada', peer('bob'), 'one')
    await expect(pin(world, 'cyd', peer('bob'), messageID)).rejects.toMatchObject({ code: 'message-not-found' })
    await world.perform('ada', 'setUserBlocked', { userID: 'bob', isBlocked: true })
    await expect(pin(world, 'bob', peer('ada'), messageID)).rejects.toMatchObject({ code: 'blocked-by-user' })
  })
})

test('messages are found by their messageIDs, and only by who is in the conversation', async () => {
  const world = await createWorld()
  const message = await world.send('ada', peer('bob'), 'one')
  const ask = (userID: string, other: string) =>
    world.perform(userID, 'queryMessages', { ...peer(other), messageIDs: [message.messageID, 'unknown'] })
  expect(await ask('bob', 'ada')).toMatchObject({ messageList: [{ messageID: message.messageID }] })
  await expect(ask('cyd', 'ada')).rejects.toMatchObject({ code: 'conversation-not-found' })
  await world.perform('bob', 'deleteMessages', { ...peer('ada'), messageIDs: [message.messageID] })
  expect(await ask('bob', 'ada')).toMatchObject({ messageList: [{ content: { type: 'deleted' } }] })
})
