import { expect, test } from 'vitest'
import { auditHeld, foretell, type HeldConversation } from '../bench/catch-up-peers/audit.ts'
import { createRooms } from '../bench/catch-up-peers/homeserver-rooms.ts'
import { arePeersInstalled, howToGetPeers } from '../bench/catch-up-peers/peers-install.ts'
import type { Workload } from '../bench/catch-up-peers/workload.ts'
import { readProjectFile, runCommand } from '../check/project.ts'

const conversation = 'peer/bob'
const said = (messageID: string, sender = 'bob') =>
  ({ type: 'said', time: 1, conversation, sender, messageID, text: `text ${messageID}` }) as const
const workload: Workload = {
  reader: 'ada',
  before: [said('a'), { type: 'read', time: 2, conversation }, said('b')],
  away: [
    said('c'),
    { type: 'edited', time: 3, conversation, sender: 'bob', messageID: 'a', text: 'better' },
    { type: 'tookBack', time: 4, conversation, sender: 'bob', messageID: 'b' },
  ],
  sends: [],
}
const held = foretell(workload)
const heldOtherwise = (messages: HeldConversation['messages']) => [{ conversation, unreadCount: 1, messages }]
const [a, b, c] = held[0]?.messages ?? []
if (a === undefined || b === undefined || c === undefined) throw new Error('Three messages were said.')
const clean = { lost: [], doubled: [], reordered: [], otherwise: [] }

test('what is foretold has edits, messages taken back, and unread ones without those', () => {
  expect(held).toEqual([
    {
      conversation,
      unreadCount: 1,
      messages: [
        { messageID: 'a', sender: 'bob', text: 'better' },
        { messageID: 'b', sender: 'bob', text: undefined },
        { messageID: 'c', sender: 'bob', text: 'text c' },
      ],
    },
  ])
  expect(auditHeld(held, held)).toEqual(clean)
})

test('whoever writes offline has read, and stands last', () => {
  const sends = [{ conversation, messageID: 'd', text: 'written' }]
  const [row] = foretell({ ...workload, sends })
  expect(row?.unreadCount).toBe(0)
  expect(row?.messages.at(-1)).toEqual({ messageID: 'd', sender: 'ada', text: 'written' })
})

test('the audit of a peer finds what is lost, doubled, reordered and otherwise', () => {
  const name = `in ${conversation}`
  expect(auditHeld(heldOtherwise([a, c]), held)).toEqual({ ...clean, lost: [`b ${name}`] })
  expect(auditHeld([], held).lost).toHaveLength(4)
  expect(auditHeld(heldOtherwise([a, b, b, c]), held)).toEqual({ ...clean, doubled: [`b ${name}`] })
  expect(auditHeld(heldOtherwise([b, a, c]), held)).toEqual({ ...clean, reordered: [`b ${name}`, `a ${name}`] })
  const changed = { ...c, text: 'something else' }
  expect(auditHeld(heldOtherwise([a, b, changed]), held).otherwise).toEqual([`c ${name} says something else`])
  expect(auditHeld([{ conversation, unreadCount: 2, messages: [a, b, c] }], held).otherwise).toHaveLength(1)
})

test('the stub homeserver tells what came after a place, once, and takes a repeated send once', () => {
  const rooms = createRooms(workload)
  for (const event of workload.before) rooms.apply(event)
  const before = rooms.position
  for (const event of workload.away) rooms.apply(event)
  expect(rooms.held()).toEqual(held)
  expect(JSON.stringify(rooms.sync(before, 10))).not.toContain('text a')
  expect(JSON.stringify(rooms.sync(before, 10)).match(/"event_id":"\$c"/g)).toHaveLength(1)
  expect(() => rooms.sync(0, 2)).toThrow('no pages')
  const content = { msgtype: 'm.text', body: 'once' }
  const eventID = rooms.send('!peer-bob:stub', 'd', content)
  expect(rooms.send('!peer-bob:stub', 'd', content)).toBe(eventID)
  expect(rooms.held()[0]?.messages).toHaveLength(4)
  expect(rooms.send('!nowhere:stub', 'e', content)).toBeUndefined()
})

test('everything the peers install may be used for development', () => {
  const { packages } = JSON.parse(readProjectFile('tools/bench/peers/package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly license?: string }>>
  }
  // These say it in the way of older packages, which a lock file leaves out; theirs is MIT.
  const older = ['sasl-anonymous', 'sasl-plain', 'saslmechanisms'].map((name) => `node_modules/${name}`)
  const others = Object.entries(packages).filter(([path]) => !older.includes(path))
  const licences = new Set(others.map(([, { license }]) => license))
  expect([...licences].sort()).toEqual(['Apache-2.0', 'ISC', 'MIT'])
})

test('the programs of the peers type-check', async ({ skip }) => {
  skip(!arePeersInstalled(), `the peers are not installed: ${howToGetPeers}`)
  expect(await runCommand('tsc', ['--noEmit', '-p', 'tools/bench/peers'])).toEqual({ ok: true, output: '' })
}, 60_000)
