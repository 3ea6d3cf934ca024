import type { ClosureReason } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { addedIn, expectCode, follow, peerConversation, send, sendMany, untilAdded } from './case-data.js'
import { transportCase, type Link, type TransportCase } from './transport-case.js'
import type { TransportControl } from './transport-fixture.js'

const sends = { operations: ['sendMessage'] } as const

async function expectClosure({ connection }: Link, reason: ClosureReason): Promise<void> {
  const closure = await connection.closed
  expect(closure.reason).toBe(reason)
  expect((closure.description ?? '').length).toBeLessThanOrEqual(256)
}

function endedBy(
  clause: string,
  control: keyof Pick<TransportControl, 'kickOut' | 'revoke' | 'unregister' | 'corrupt'>,
  reason: ClosureReason,
): TransportCase {
  const title = `a connection that ends by ${control} has the reason ${reason}`
  return transportCase(clause, title, { controls: [control] }, async ({ subject, partner, connect, use }) => {
    const [link, other] = [await connect(subject), await connect(partner)]
    await follow(link)
    await use(control)(subject.userID)
    await expectClosure(link, reason)
    await follow(other)
  })
}

/** How a connection ends, and what is certain after that. */
export const endCases: readonly TransportCase[] = [
  transportCase('TR-61', 'close ends the connection with the reason client', {}, async ({ subject, connect }) => {
    const link = await connect(subject)
    await follow(link)
    await link.connection.close()
    await expectClosure(link, 'client')
  }),

  transportCase('TR-62', 'closing twice does what closing once does', {}, async ({ subject, connect }) => {
    const link = await connect(subject)
    const bothClosed = Promise.all([link.connection.close(), link.connection.close()])
    await expectClosure(link, 'client')
    await bothClosed
    await link.connection.close()
    await expectClosure(link, 'client')
  }),

  transportCase('TR-63', 'close resolves when closed has settled', {}, async ({ subject, connect }) => {
    const { connection } = await connect(subject)
    let hasSettled = false
    void connection.closed.then(() => {
      hasSettled = true
    })
    await connection.close()
    expect(hasSettled).toBe(true)
  }),

  transportCase(
    'TR-64',
    'a connection that the network breaks has the reason lost',
    { controls: ['cut'] },
    async ({ subject, connect, use }) => {
      const link = await connect(subject)
      await follow(link)
      await use('cut')()
      await expectClosure(link, 'lost')
    },
  ),

  endedBy('TR-65', 'kickOut', 'kickedOut'),
  endedBy('TR-66', 'revoke', 'refused'),
  endedBy('TR-67', 'unregister', 'unregistered'),

  transportCase(
    'TR-68',
    'a connection whose token ends has the reason expired',
    { controls: ['endingCredential', 'expire'] },
    async ({ subject, connect, use }) => {
      const link = await connect(subject, { credential: await use('endingCredential')(subject.userID) })
      await use('expire')()
      await expectClosure(link, 'expired')
    },
  ),

  endedBy('TR-69', 'corrupt', 'violation'),

  transportCase(
    'TR-71',
    'closed is one promise, and it settles with the first reason',
    { controls: ['cut'] },
    async ({ subject, connect, use }) => {
      const link = await connect(subject)
      const { closed } = link.connection
      expect(link.connection.closed).toBe(closed)
      await use('cut')()
      const first = await closed
      await link.connection.close()
      expect(link.connection.closed).toBe(closed)
      expect(await link.connection.closed).toBe(first)
    },
  ),

  transportCase(
    'TR-72',
    'every pending call has been rejected before closed settles',
    { ...sends, controls: ['hold', 'release', 'cut'] },
    async ({ subject, partner, connect, use }) => {
      const link = await connect(subject)
      await follow(link)
      await use('hold')()
      const settled: string[] = []
      const note = (name: string) => () => settled.push(name)
      const pending = [
        expectCode(send(link, peerConversation(partner)), 'transport-unreachable').then(note('call')),
        expectCode(link.connection.pull(undefined, 1), 'transport-unreachable').then(note('pull')),
      ]
      // The calls' own way to here is longer than that of `closed` by these turns; they are no part of the contract.
      const closed = link.connection.closed
        .then(() => new Promise((resolve) => setTimeout(resolve, 0)))
        .then(note('closed'))
      await use('cut')()
      await Promise.all([...pending, closed])
      await use('release')()
      expect(settled.at(-1)).toBe('closed')
    },
  ),

  transportCase(
    'TR-73',
    'after closed the sink hears nothing, also of what was on the way',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, watcher, sender] = [await connect(subject), await connect(subject), await connect(partner)]
      await follow(link)
      await follow(watcher)
      const release = link.sink.hold()
      await sendMany(sender, peerConversation(subject), 2)
      await untilAdded(watcher, 2)
      await untilAdded(link, 1)
      const heard = link.connection.closed.then(() => link.sink.pushes.length)
      await link.connection.close()
      release()
      await sendMany(sender, peerConversation(subject), 1)
      await untilAdded(watcher, 3)
      expect(link.sink.pushes).toHaveLength(await heard)
    },
  ),

  transportCase(
    'TR-74',
    'after an end the driver connects again and goes on from the last cursor',
    { ...sends, controls: ['cut'] },
    async ({ subject, partner, connect, use }) => {
      const link = await connect(subject)
      const { cursor } = await follow(link)
      await use('cut')()
      await link.connection.closed
      const messageIDs = await sendMany(await connect(partner), peerConversation(subject), 2)
      const again = await connect(subject)
      expect(addedIn((await follow(again, cursor)).changes)).toEqual(messageIDs)
    },
  ),
]
