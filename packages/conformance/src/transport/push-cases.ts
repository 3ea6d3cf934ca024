import type { TransportSignal } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { addedIn, follow, ofType, peerConversation, roundTrip, send, sendMany, untilAdded } from './case-data.js'
import { breachesOf, isCursor } from './fact-bounds.js'
import { newID } from './identifiers.js'
import { changesOf } from './recording-sink.js'
import { transportCase, type TransportCase } from './transport-case.js'

const sends = { operations: ['sendMessage'] } as const

/** What comes without being asked for. */
export const pushCases: readonly TransportCase[] = [
  transportCase(
    'TR-53',
    'after a pull to the end, what happens reaches the sink and continues from the pulled cursor',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, sender] = [await connect(subject), await connect(partner)]
      const { cursor } = await follow(link)
      const { messageID } = await send(sender, peerConversation(subject))
      await untilAdded(link, 1)
      expect(link.sink.pushes[0]?.after).toBe(cursor)
      expect(addedIn(changesOf(link.sink.pushes))).toEqual([messageID])
    },
  ),

  transportCase(
    'TR-54',
    'each push continues from the cursor of the one before',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, sender] = [await connect(subject), await connect(partner)]
      let { cursor } = await follow(link)
      for (let count = 1; count <= 4; count += 1) {
        await send(sender, peerConversation(subject))
        await untilAdded(link, count)
      }
      for (const pushed of link.sink.pushes) {
        expect(pushed.after).toBe(cursor)
        expect(pushed.cursor).not.toBe(pushed.after)
        cursor = pushed.cursor
      }
      expect(addedIn((await follow(link, cursor)).changes)).toEqual([])
    },
  ),

  transportCase('TR-55', 'pushes tell what a pull tells', sends, async ({ subject, partner, connect }) => {
    const [link, sender] = [await connect(subject), await connect(partner)]
    const { cursor } = await follow(link)
    await sendMany(sender, peerConversation(subject), 3)
    await untilAdded(link, 3)
    const pulled = await follow(await connect(subject), cursor)
    expect(ofType('messageAdded', changesOf(link.sink.pushes))).toEqual(ofType('messageAdded', pulled.changes))
  }),

  transportCase(
    'TR-56',
    'nothing more is delivered until the sink has dealt with what it was given',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, watcher, sender] = [await connect(subject), await connect(subject), await connect(partner)]
      await follow(link)
      await follow(watcher)
      const release = link.sink.hold()
      await send(sender, peerConversation(subject))
      await untilAdded(link, 1)
      await sendMany(sender, peerConversation(subject), 2)
      await untilAdded(watcher, 3)
      await roundTrip(link)
      expect(link.sink.pushes).toHaveLength(1)
      release()
      await untilAdded(link, 3)
    },
  ),

  transportCase('TR-57', 'what is delivered comes in its order', sends, async ({ subject, partner, connect }) => {
    const [link, sender] = [await connect(subject), await connect(partner)]
    await follow(link)
    // What comes meanwhile may be delivered in one push, which has an order too.
    const release = link.sink.hold()
    const messageIDs = await sendMany(sender, peerConversation(subject), 1)
    await untilAdded(link, 1)
    messageIDs.push(...(await sendMany(sender, peerConversation(subject), 5)))
    release()
    await untilAdded(link, 6)
    expect(addedIn(changesOf(link.sink.pushes))).toEqual(messageIDs)
  }),

  transportCase(
    'TR-58',
    'a push is within the bounds of the contract',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, sender] = [await connect(subject), await connect(partner)]
      await follow(link)
      await sendMany(sender, peerConversation(subject), 3)
      await untilAdded(link, 3)
      for (const { cursor, changes } of link.sink.pushes) {
        expect(isCursor(cursor)).toBe(true)
        expect(changes.length).toBeLessThanOrEqual(2_000)
        expect(changes.flatMap(breachesOf)).toEqual([])
      }
    },
  ),

  transportCase(
    'TR-59',
    'a message names the operation that made it to its sender, on all devices, and to nobody else',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, otherDevice, receiver] = [await connect(subject), await connect(subject), await connect(partner)]
      await follow(otherDevice)
      await follow(receiver)
      const operationID = newID()
      expect((await send(link, peerConversation(partner), { operationID })).operationID).toBe(operationID)
      await untilAdded(otherDevice, 1)
      await untilAdded(receiver, 1)
      const operationIDs = [otherDevice, receiver].map(({ sink }) =>
        ofType('messageAdded', changesOf(sink.pushes)).map(({ message }) => message.operationID),
      )
      expect(operationIDs).toEqual([[operationID], [undefined]])
    },
  ),

  transportCase(
    'TR-60',
    'a signal reaches the sink',
    { controls: ['signal'] },
    async ({ subject, partner, connect, use }) => {
      const link = await connect(subject)
      await follow(link)
      const typing: TransportSignal = { type: 'typing', userID: partner.userID, ...peerConversation(partner) }
      await use('signal')(subject.userID, typing)
      await link.sink.until(() => link.sink.signals.length > 0)
      expect(link.sink.signals).toEqual([typing])
    },
  ),
]
