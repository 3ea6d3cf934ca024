import { createCalls, createRinging, type Calls, type Kit, type Ringing } from '@latchkey/ui-headless'
import { expect, test } from 'vitest'
import { settle } from './support/surroundings.js'
import { createWorld, follow } from './support/world.js'

function ringingOf(kit: Kit): Ringing {
  const ringing = createRinging(kit)
  if (ringing === undefined) throw new Error('The chat has the feature.')
  return ringing
}

function callsOf(kit: Kit): Calls {
  const calls = createCalls(kit)
  if (calls === undefined) throw new Error('The chat has the feature.')
  return calls
}

/** Ada and Bob, each with what rings and with the list of calls. */
async function setUp() {
  const world = await createWorld()
  const bob = await world.signIn('bob')
  const bobKit = { ...world.kit, chat: bob }
  const [ofAda, ofBob] = [ringingOf(world.kit), ringingOf(bobKit)]
  return {
    ...world,
    ofAda,
    ofBob,
    ada: await follow(ofAda),
    bob: await follow(ofBob),
    adaCalls: await follow(callsOf(world.kit)),
    bobCalls: await follow(callsOf(bobKit)),
  }
}

test('a call rings on both sides, is answered, and stands in both lists', async () => {
  const { ofAda, ofBob, ada, bob, adaCalls, bobCalls } = await setUp()
  expect(ada.now).toBeUndefined()
  await ofAda.call('bob')
  await settle()
  expect(ada.now).toMatchObject({ state: 'outgoing', name: 'Bob Hopper', text: 'Ringing…' })
  expect(bob.now).toMatchObject({ state: 'incoming', name: 'Ada Lovelace' })
  expect(bobCalls.now.rows).toMatchObject([{ name: 'Ada Lovelace', outcome: 'ringing', isOutgoing: false }])
  await ofBob.accept()
  await settle()
  for (const side of [ada, bob])
    expect(side.now).toMatchObject({ state: 'over', text: 'Answered. Here your app would connect sound and pictures.' })
  expect(adaCalls.now.rows).toMatchObject([
    { name: 'Bob Hopper', outcome: 'answered', isOutgoing: true, userID: 'bob' },
  ])
  ofBob.putAway()
  expect(bob.now).toBeUndefined()
})

test('who declines is left alone, and the caller is told', async () => {
  const { ofAda, ofBob, ada, bob, adaCalls } = await setUp()
  await ofAda.call('bob')
  await settle()
  await ofBob.reject()
  await settle()
  expect(bob.now).toBeUndefined()
  expect(ada.now).toMatchObject({ state: 'over', text: 'Declined' })
  expect(adaCalls.now.rows).toMatchObject([{ note: 'Declined' }])
})

test('a call that is cancelled rings no longer, and was missed', async () => {
  const { ofAda, ada, bob, adaCalls, bobCalls } = await setUp()
  await ofAda.call('bob')
  await settle()
  await ofAda.cancel()
  await settle()
  expect([ada.now, bob.now]).toEqual([undefined, undefined])
  expect(adaCalls.now.rows).toMatchObject([{ note: 'You cancelled' }])
  expect(bobCalls.now.rows).toMatchObject([{ outcome: 'missed', note: 'Missed' }])
})

test('OL-42 answered on another device, it stops ringing here', async () => {
  const { signIn, kit, ofAda, bob } = await setUp()
  const other = ringingOf({ ...kit, chat: await signIn('bob') })
  const otherView = await follow(other)
  await ofAda.call('bob')
  await settle()
  expect([bob.now?.state, otherView.now?.state]).toEqual(['incoming', 'incoming'])
  await other.accept()
  await settle()
  expect(bob.now).toBeUndefined()
})

test('OL-42 a call that nobody answers stops ringing by itself, also without a network', async () => {
  const { network, time, ofAda, ada, bob } = await setUp()
  await ofAda.call('bob')
  await settle()
  network.setConnectivity('hung')
  network.cut()
  await time.advance(30_000)
  expect(bob.now).toMatchObject({ state: 'incoming', offlineReason: 'This works when you’re back online' })
  await time.advance(31_000)
  expect(bob.seen.at(-1)).toBeUndefined()
  expect(ada.now).toMatchObject({ state: 'over', text: 'No answer' })
})

test('what is refused while it rings is said there, and it can be tried again', async () => {
  const { network, ofAda, ofBob, bob } = await setUp()
  await ofAda.call('bob')
  await settle()
  network.setConnectivity('hung')
  network.cut()
  await ofBob.accept()
  expect(bob.now).toMatchObject({ state: 'incoming', problem: 'The server was not reached. Try again in a moment.' })
})

test('OL-12 without a connection nobody is called, and the caller hears so at once', async () => {
  const { network, ofAda, ada } = await setUp()
  network.setConnectivity('refused')
  network.cut()
  await settle()
  await ofAda.call('bob')
  await settle()
  expect(ada.now).toMatchObject({ state: 'over', name: 'bob', text: 'This works when you’re back online.' })
  ofAda.putAway()
  expect(ada.now).toBeUndefined()
})
