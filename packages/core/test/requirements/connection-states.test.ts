import { readFileSync } from 'node:fs'
import { memoryStorage } from '@latchkey/storage-memory'
import { expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import { createStateScene, happenings, situations } from '../support/state-scene.js'
import { settle } from '../support/test-platform.js'
import { recordEvents } from '../support/world.js'

const states: Readonly<Record<string, number>> = ConnectionState
const reasons: Readonly<Record<string, number>> = ConnectionEvent

const page = readFileSync(new URL('../../../../docs/connection-states.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .map(([, from = '', happening = '', to = '', event = '', extendedData = '', why = '']) => ({
    from,
    happening,
    to,
    event,
    extendedData,
    why,
  }))

test('OL-13 the table of states has a row for each state and each thing that can happen', () => {
  const cells = rows.map(({ from, happening }) => `${from} / ${happening}`)
  const expected = Object.keys(situations).flatMap((from) =>
    Object.keys(happenings).map((happening) => `${from} / ${happening}`),
  )
  expect(cells.toSorted()).toEqual(expected.toSorted())
})

test('OL-13 the table gives a reason for each row that changes nothing or cannot be', () => {
  for (const { to, why, event, extendedData } of rows) {
    if (to === 'no change' || to === 'impossible') expect([why === '', event, extendedData]).toEqual([false, '', ''])
    else expect([to in ConnectionState, event in ConnectionEvent]).toEqual([true, true])
  }
})

test.each(rows.filter(({ to }) => to !== 'impossible'))(
  'OL-13 $from, $happening: $to $event $extendedData',
  async ({ from, happening, to, event, extendedData }) => {
    const scene = await createStateScene(memoryStorage(), { hasProvider: happening.includes('provider') })
    const { chat } = scene
    await situations[from]?.(scene)
    await settle()
    expect(chat.connectionState).toBe(states[from.replace(/,.*/, '')])
    const events = recordEvents(chat, 'connectionStateChanged')
    await happenings[happening]?.(scene)
    await settle()
    if (to === 'no change') {
      expect(events).toEqual([])
    } else {
      const [first] = events
      expect(first).toEqual({
        state: states[to],
        event: reasons[event],
        extendedData,
      })
      // The getter agrees with what was told last.
      expect(chat.connectionState).toBe(events.at(-1)?.state)
    }
    await chat.destroy()
    await Promise.all(scene.pending)
    expect(scene.platform.control.pendingTimers).toBe(0)
  },
)
