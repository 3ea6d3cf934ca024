import type { BackendMessage, ConversationReference, SendableContent } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

const hourMs = 60 * 60 * 1_000
type World = Awaited<ReturnType<typeof createWorld>>

function text(value: string): SendableContent {
  return { type: 'text', text: value }
}

function edit(world: World, userID: string, conversation: ConversationReference, messageID: string, value: string) {
  return world.perform(userID, 'editMessage', { ...conversation, messageID, content: text(value) })
}

function revoke(world: World, userID: string, conversation: ConversationReference, messageID: string) {
  return world.perform(userID, 'revokeMessage', { ...conversation, messageID })
}

function remove(world: World, userID: string, conversation: ConversationReference, messageIDs: string[]) {
  return world.perform(userID, 'deleteMessages', { ...conversation, messageIDs })
}

/** The conversation as the user's history, head and log from the start tell it: one state each. */
async function seen(world: World, userID: string, conversation: ConversationReference): Promise<BackendMessage[]> {
  const { messages } = await world.backend.history(userID, conversation, { type: 'newest', limit: 100 })
  const heads = only((await world.follow(userID)).changes, 'conversationHead')
  const head = heads.find(({ head }) => head.conversationID === conversation.conversationID)
  expect(head?.head.lastMessage).toEqual(messages.at(-1))
  return [...messages]
}

test('an edit reaches both users, their other devices and every way to look at the message', async () => {
  const world = await createWorld()
  const sent = await world.send('ada', peer('bob'), 'helo')
  const [ada, bob] = [(await world.follow('ada')).cursor, (await world.follow('bob')).cursor]
  world.advance(1_000)
  const { message } = await edit(world, 'ada', peer('bob'), sent.messageID, 'hello')
  expect(message).toEqual({ ...sent, content: text('hello'), revision: 1, editTime: world.now() })
  const [own] = only((await world.follow('ada', ada)).changes, 'messageChanged')
  expect(own).toMatchObject({ message, readMark: { order: sent.order }, removedCount: 0 })
  const [told] = only((await world.follow('bob', bob)).changes, 'messageChanged')
  expect(told?.message).toMatchObject({ conversationID: 'ada', content: text('hello'), revision: 1 })
  expect(told).not.toHaveProperty('readMark')
  expect(await seen(world, 'bob', peer('ada'))).toEqual([told?.message])
})

test('only its sender edits a message, for a day, and not once it is revoked', async () => {
  const world = await createWorld()
  const { messageID } = await world.send('ada', peer('bob'), 'x')
  await expect(edit(world, 'bob', peer('ada'), messageID, 'y')).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(edit(world, 'ada', peer('bob'), 'none', 'y')).rejects.toMatchObject({ code: 'message-not-found' })
  await expect(edit(world, 'ada', peer('cyd'), messageID, 'y')).rejects.toMatchObject({ code: 'message-not-found' })
  await expect(edit(world, 'ada', peer('bob'), messageID, ' ')).rejects.toMatchObject({ code: 'invalid-argument' })
  world.advance(24 * hourMs)
  await edit(world, 'ada', peer('bob'), messageID, 'y')
  world.advance(1)
  await expect(edit(world, 'ada', peer('bob'), messageID, 'z')).rejects.toMatchObject({ code: 'not-allowed' })
  // What is so already needs no permission: a repeat that came late is not a failure.
  await expect(edit(world, 'ada', peer('bob'), messageID, 'y')).resolves.toMatchObject({ message: { revision: 1 } })
  const second = await world.send('ada', peer('bob'), 'x')
  await revoke(world, 'ada', peer('bob'), second.messageID)
  const late = edit(world, 'ada', peer('bob'), second.messageID, 'y')
  await expect(late).rejects.toMatchObject({ code: 'message-revoked' })
})

test('OL-36 what is asked for a second time under another operationID adds nothing to the log', async () => {
  const world = await createWorld()
  const [first, second] = [await world.send('ada', peer('bob'), 'a'), await world.send('ada', peer('bob'), 'b')]
  const react = (operation: 'addMessageReaction' | 'deleteMessageReaction') =>
    world.perform('bob', operation, { ...peer('ada'), messageID: second.messageID, reactionType: '👍' })
  const steps = [
    () => edit(world, 'ada', peer('bob'), second.messageID, 'c'),
    () => react('addMessageReaction'),
    () => react('deleteMessageReaction'),
    () => revoke(world, 'ada', peer('bob'), first.messageID),
    () => remove(world, 'bob', peer('ada'), [second.messageID]),
    () => world.perform('bob', 'setConversationDraft', { ...peer('ada'), draft: 'd' }),
  ]
  for (const step of steps) {
    const { cursor } = await world.follow('bob')
    const answer = await step()
    const once = (await world.follow('bob', cursor)).changes.filter(({ type }) => type !== 'userChanged')
    expect(once).toHaveLength(1)
    expect(await step()).toEqual(answer)
    expect((await world.follow('bob', cursor)).changes.filter(({ type }) => type !== 'userChanged')).toEqual(once)
  }
})

test('of a revoked message nothing stays, and it no longer counts as unread', async () => {
  const world = await createWorld()
  const sent = await world.send('ada', peer('bob'), 'secret')
  await world.perform('bob', 'addMessageReaction', { ...peer('ada'), messageID: sent.messageID, reactionType: '👍' })
  await edit(world, 'ada', peer('bob'), sent.messageID, 'secret too')
  const { cursor } = await world.follow('bob')
  const { message } = await revoke(world, 'ada', peer('bob'), sent.messageID)
  const content = { type: 'revoked', operatorUserID: 'ada', revokeTime: world.now() }
  expect(message).toEqual({ ...sent, content, revision: 3 })
  const [told] = only((await world.follow('bob', cursor)).changes, 'messageChanged')
  expect(told).toMatchObject({ message: { content }, removedCount: 1 })
  const heads = only((await world.follow('bob')).changes, 'conversationHead')
  expect(heads[0]?.head).toMatchObject({ lastMessage: { content, countedSeq: 1 }, removedCount: 1 })
  const again = { ...peer('bob'), messageID: sent.messageID, reactionType: '👍' }
  await expect(world.perform('ada', 'addMessageReaction', again)).rejects.toMatchObject({ code: 'message-revoked' })
  await expect(world.perform('ada', 'deleteMessageReaction', again)).rejects.toMatchObject({ code: 'message-revoked' })
})

test('owner and administrators revoke what others wrote, at any time; members only their own, for a day', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['bob', 'cyd'] })
  const ofBob = await world.send('bob', group('g'), 'x')
  await expect(revoke(world, 'cyd', group('g'), ofBob.messageID)).rejects.toMatchObject({ code: 'not-allowed' })
  world.advance(24 * hourMs + 1)
  await expect(revoke(world, 'bob', group('g'), ofBob.messageID)).rejects.toMatchObject({ code: 'not-allowed' })
  const { message } = await revoke(world, 'ada', group('g'), ofBob.messageID)
  expect(message.content).toMatchObject({ type: 'revoked', operatorUserID: 'ada' })
  // It is so already: no matter who did it, and how late the own wish comes.
  await expect(revoke(world, 'bob', group('g'), ofBob.messageID)).resolves.toMatchObject({ message: { revision: 1 } })
})

test('what a user deleted stays deleted for them alone, on every device, whatever happens to it later', async () => {
  const world = await createWorld()
  const [first, second] = [await world.send('ada', peer('bob'), 'one'), await world.send('ada', peer('bob'), 'two')]
  const { cursor } = await world.follow('bob')
  const deleted = await remove(world, 'bob', peer('ada'), [second.messageID, 'none', second.messageID])
  expect(deleted).toMatchObject({ messageList: [{ content: { type: 'deleted' }, revision: 1 }] })
  const { changes } = await world.follow('bob', cursor)
  expect(only(changes, 'messageChanged')).toEqual([
    { type: 'messageChanged', message: deleted.messageList[0], removedCount: 1 },
  ])
  await edit(world, 'ada', peer('bob'), second.messageID, 'three')
  await world.perform('ada', 'addMessageReaction', { ...peer('bob'), messageID: second.messageID, reactionType: '👍' })
  const [kept, tombstone] = await seen(world, 'bob', peer('ada'))
  expect(kept).toMatchObject({ messageID: first.messageID, content: text('one') })
  expect(tombstone).toMatchObject({ senderUserID: 'ada', order: second.order, content: { type: 'deleted' } })
  expect(tombstone).not.toHaveProperty('reactionList')
  expect(tombstone).not.toHaveProperty('editTime')
  expect(tombstone?.revision).toBeGreaterThan(2)
  const [, ofAda] = await seen(world, 'ada', peer('bob'))
  expect(ofAda).toMatchObject({ content: text('three'), reactionList: [{ reactionType: '👍' }] })
})

test('removedCount is absolute: what is revoked and deleted above the mark, once, and less as the mark moves', async () => {
  const world = await createWorld()
  const sent: BackendMessage[] = []
  for (const value of ['1', '2', '3', '4']) sent.push(await world.send('ada', peer('bob'), value))
  const messageIDs = sent.map(({ messageID }) => messageID)
  await revoke(world, 'ada', peer('bob'), messageIDs[1] ?? '')
  const before = await world.follow('bob')
  await remove(world, 'bob', peer('ada'), messageIDs.slice(0, 2))
  const deleted = only((await world.follow('bob', before.cursor)).changes, 'messageChanged')
  expect(deleted.at(-1)).toMatchObject({ message: { content: { type: 'deleted' } }, removedCount: 2 })
  await revoke(world, 'ada', peer('bob'), messageIDs[3] ?? '')
  const read = (index: number) => world.perform('bob', 'markRead', { ...peer('ada'), order: sent[index]?.order ?? '' })
  const { cursor } = await world.follow('bob')
  expect(await read(1)).toMatchObject({ readMark: { countedSeq: 2 }, removedCount: 1 })
  const [moved] = only((await world.follow('bob', cursor)).changes, 'readMarkMoved')
  expect(moved).toMatchObject({ removedCount: 1 })
  expect(await read(3)).toMatchObject({ removedCount: 0 })
  // A mark further on stays, and its number with it.
  expect(await read(0)).toMatchObject({ readMark: { countedSeq: 4 }, removedCount: 0 })
})

test('a message that was changed before it is read is added as it is now, and told as changed after that', async () => {
  const world = await createWorld()
  const { cursor } = await world.follow('bob')
  const sent = await world.send('ada', peer('bob'), 'one')
  await edit(world, 'ada', peer('bob'), sent.messageID, 'two')
  await edit(world, 'ada', peer('bob'), sent.messageID, 'three')
  const changes = (await world.follow('bob', cursor)).changes.filter(({ type }) => type !== 'userChanged')
  expect(changes.map(({ type }) => type)).toEqual(['messageAdded', 'messageChanged'])
  for (const { message } of [...only(changes, 'messageAdded'), ...only(changes, 'messageChanged')]) {
    expect(message).toMatchObject({ content: text('three'), revision: 2 })
  }
})

test('who left a group does not learn what was changed there since, and does when they are back', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['bob'] })
  const { cursor } = await world.follow('bob')
  const [early, late] = [await world.send('ada', group('g'), 'early'), await world.send('ada', group('g'), 'late')]
  await edit(world, 'ada', group('g'), early.messageID, 'earlier')
  await world.perform('bob', 'leaveGroup', { groupID: 'g' })
  await edit(world, 'ada', group('g'), late.messageID, 'for members')
  const texts = async () =>
    only((await world.follow('bob', cursor)).changes, 'messageAdded').map(({ message }) => message.content)
  expect(await texts()).toEqual([text('earlier')])
  await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['bob'] })
  expect(await texts()).toEqual([text('earlier'), text('for members')])
})

test('nobody changes messages of a group they are not in', async () => {
  const world = await createWorld()
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs: ['bob'] })
  const { messageID } = await world.send('bob', group('g'), 'x')
  await world.perform('bob', 'leaveGroup', { groupID: 'g' })
  const reaction = { ...group('g'), messageID, reactionType: '👍' }
  for (const refused of [
    edit(world, 'bob', group('g'), messageID, 'y'),
    revoke(world, 'bob', group('g'), messageID),
    world.perform('cyd', 'addMessageReaction', reaction),
    world.perform('cyd', 'deleteMessageReaction', reaction),
  ]) {
    await expect(refused).rejects.toMatchObject({ code: 'not-group-member' })
  }
  const unseen = remove(world, 'cyd', group('g'), [messageID])
  await expect(unseen).rejects.toMatchObject({ code: 'conversation-not-found' })
})

test('OL-36 a repeat whose first answer was edited or revoked since is answered with what there is now', async () => {
  const world = await createWorld()
  const send = { ...peer('bob'), messageID: 'm', content: text('secret'), sentTime: 1 } as const
  await world.perform('ada', 'sendMessage', send, 'send')
  await revoke(world, 'ada', peer('bob'), 'm')
  const again = await world.perform('ada', 'sendMessage', send, 'send')
  expect(again.message.content.type).toBe('revoked')
  // The backend has forgotten the operation, not which one made the message.
  await world.backend.trimLog(Number.MAX_SAFE_INTEGER)
  expect(await world.perform('ada', 'sendMessage', send, 'send')).toEqual(again)
  const other = world.perform('ada', 'sendMessage', send, 'another')
  await expect(other).rejects.toMatchObject({ code: 'message-id-reused' })
})
