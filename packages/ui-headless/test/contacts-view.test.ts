import { createContacts, type Contacts, type Kit } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow, withAda } from './support/world.js'

function contactsOf(kit: Kit): Contacts {
  const contacts = createContacts(kit)
  if (contacts === undefined) throw new Error('The chat has the feature.')
  return contacts
}

/** Ada and Bob, each with their contacts. */
async function setUp() {
  const world = await createWorld()
  const bob = await world.signIn('bob')
  const [ofAda, ofBob] = [contactsOf(world.kit), contactsOf({ ...world.kit, chat: bob })]
  return { ...world, bob, ofAda, ofBob, ada: await follow(ofAda), bobs: await follow(ofBob) }
}

test('without anybody it says so', async () => {
  const { ada } = await setUp()
  expect(ada.now).toMatchObject({ state: 'empty', friends: [], received: [], failures: [] })
})

test('who is asked sees it with its words, and accepting makes both friends', async () => {
  const { ofAda, ofBob, ada, bobs } = await setUp()
  await ofAda.add('bob', 'From the harbour run')
  await settle()
  expect(ada.now.sent).toMatchObject([{ name: 'Bob Hopper', note: 'Not answered yet · 12:00', actions: ['writeTo'] }])
  expect(bobs.now.received).toMatchObject([
    { name: 'Ada Lovelace', note: 'From the harbour run', actions: ['accept', 'reject', 'block'] },
  ])
  await ofBob.act('ada', 'accept')
  await settle()
  expect(bobs.now).toMatchObject({ received: [], friends: [{ name: 'Ada Lovelace' }] })
  expect(ada.now).toMatchObject({
    sent: [],
    friends: [{ name: 'Bob Hopper', note: '', actions: ['writeTo', 'block', 'removeFriend'] }],
  })
})

test('who declines is nobody’s friend, and the other one is told', async () => {
  const { ofAda, ofBob, ada, bobs } = await setUp()
  await ofAda.add('bob', '')
  await settle()
  expect(bobs.now.received).toMatchObject([{ note: 'Wants to be your friend' }])
  await ofBob.act('ada', 'reject')
  await settle()
  expect(bobs.now.state).toBe('empty')
  expect(ada.now.sent).toMatchObject([{ note: 'Declined · 12:00' }])
})

test('who is blocked stands in the list of the blocked, cannot write, and can again once that is taken back', async () => {
  const { bob, ofAda, ada } = await setUp()
  await ofAda.act('bob', 'block')
  await settle()
  expect(ada.now).toMatchObject({ friends: [], blocked: [{ name: 'Bob Hopper', actions: ['unblock'] }] })
  const { operationID } = await bob.sendMessage(withAda, { type: 'text', text: 'Hello?' })
  expect(await bob.whenSettled(operationID)).toMatchObject({ outcome: 'failed', error: { code: 'blocked-by-user' } })
  await ofAda.act('bob', 'unblock')
  await settle()
  expect(ada.now.blocked).toEqual([])
})

test('a friend who is removed goes from both lists', async () => {
  const { ofAda, ofBob, ada, bobs } = await setUp()
  await ofAda.add('bob', '')
  await settle()
  await ofBob.act('ada', 'accept')
  await settle()
  await ofAda.act('bob', 'removeFriend')
  await settle()
  expect([ada.now.friends, bobs.now.friends]).toEqual([[], []])
})

test('what the backend refuses is told in words until it is put away', async () => {
  const { ofAda, ada } = await setUp()
  await ofAda.add('nobody', '')
  await settle()
  expect(ada.now.failures).toMatchObject([{ text: 'nobody: There is nobody with this ID.' }])
  await ofAda.putAway(ada.now.failures[0]?.key ?? '')
  await settle()
  expect(ada.now.failures).toEqual([])
  await expect(ofAda.add('ada', '')).rejects.toMatchObject({ code: 'not-allowed' })
})

test('OL-36 asking, answering and blocking wait without a network, are shown at once, and arrive later', async () => {
  const { network, time, ofAda, ofBob, ada, bobs } = await setUp()
  network.setConnectivity('hung')
  network.cut()
  await ofAda.add('bob', 'Hello')
  await ofAda.act('eve', 'block')
  await settle()
  expect(ada.now).toMatchObject({ sent: [{ userID: 'bob' }], blocked: [{ userID: 'eve' }] })
  expect(bobs.now.received).toEqual([])
  network.setConnectivity('up')
  await time.advance(120_000)
  expect(bobs.now.received).toMatchObject([{ name: 'Ada Lovelace', note: 'Hello' }])
  await ofBob.act('ada', 'accept')
  await settle()
  expect(ada.now.friends).toMatchObject([{ name: 'Bob Hopper' }])
})
