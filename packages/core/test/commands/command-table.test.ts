import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConnectionState } from '../../src/contract/connection-state.js'
import type { ChatEventName } from '../../src/contract/events.js'
import type { EveryChat } from '../offline/every-chat.js'
import { commands, give, rowOf } from './giving.js'
import type { Command } from './rows.js'
import { listenTo, openStage, type Act, type Ear } from './stage.js'

/** For a machine that does much else. */
const patient = { timeout: 10_000 }
let stage: Awaited<ReturnType<typeof openStage>>
let elsewhere: Ear
let eve: Ear

beforeAll(async () => {
  stage = await openStage()
  // Of themselves everybody learns first.
  for (const chat of [stage.elsewhere, stage.eve]) await chat.syncNow()
  elsewhere = listenTo(stage.elsewhere)
  eve = listenTo(stage.eve)
}, 30_000)
afterAll(() => stage.close(), 60_000)

/** Everything is as the command needs it, and everybody has heard of that; from now on the other one's events are kept. */
async function prepare(ada: EveryChat, name: Command): Promise<{ readonly act: Act; readonly other: Ear }> {
  const act = await stage.newAct(ada)
  await rowOf(name).prepare?.(act)
  for (const chat of [ada, act.other, stage.elsewhere]) await chat.syncNow()
  elsewhere.heard.length = 0
  return { act, other: listenTo(act.other) }
}

function missing(ear: Ear, names: readonly ChatEventName[], mark: string): readonly ChatEventName[] {
  return names.filter((name) => !ear.heard.some((heard) => heard.name === name && heard.event.includes(mark)))
}

/** The other one, and Ada's other device, are told; Eve is not. */
async function expectTold(name: Command, { act, other }: { readonly act: Act; readonly other: Ear }): Promise<void> {
  const { toldOther, toldElsewhere } = rowOf(name)
  const told = { name, missing: [] }
  await expect.poll(() => ({ name, missing: missing(other, toldOther, '') }), patient).toEqual(told)
  await expect.poll(() => ({ name, missing: missing(elsewhere, toldElsewhere, act.userID) }), patient).toEqual(told)
  await stage.eve.syncNow()
  expect({ name, heard: eve.heard }).toEqual({ name, heard: [] })
}

describe.each(['leader', 'follower'] as const)('every command, from the tab that is the %s', (tab) => {
  test.each(commands)(
    '%s is done, told to whom it concerns, and refused where it must be',
    async (name) => {
      const chat = stage[tab]
      const prepared = await prepare(chat, name)
      const { act } = prepared
      const outcome = await give(chat, name, rowOf(name).parameters(act))
      expect(await outcome()).toBe('done')
      await expectTold(name, prepared)
      await act.other.syncNow()
      if (rowOf(name).toldOther.length === 0) expect(prepared.other.heard).toEqual([])
      const refused = rowOf(name).refused?.(act)
      if (refused !== undefined) {
        const [parameters, code] = refused
        const refusal = await give(chat, name, parameters)
        expect(await refusal()).toBe(code)
      }
      await act.other.destroy()
    },
    30_000,
  )
})

/** What concerns everything there is would take from the others what they wait for. */
const ofEverything: readonly Command[] = [
  'clearConversationTotalUnreadMessageCount',
  'deleteAllConversationMessages',
  'deleteAllConversations',
]
const batches = [
  { title: 'every other command', batch: commands.filter((name) => !ofEverything.includes(name)) },
  ...ofEverything.map((name) => ({ title: name, batch: [name] })),
]

test.each(batches)(
  'OL-12 OL-36 without the server, $title waits if it can, and is told once the server is back; else it is refused',
  async ({ batch }) => {
    const chat = stage.leader
    const all: { readonly name: Command; readonly prepared: Awaited<ReturnType<typeof prepare>> }[] = []
    for (const name of batch) all.push({ name, prepared: await prepare(chat, name) })
    elsewhere.heard.length = 0
    stage.setReachable(false)
    await expect.poll(() => chat.connectionState, patient).toBe(ConnectionState.Reconnecting)
    const outcomes = new Map<Command, () => Promise<unknown>>()
    for (const { name, prepared } of all) {
      outcomes.set(name, await give(chat, name, rowOf(name).parameters(prepared.act)))
      expect(chat.connectionState).toBe(ConnectionState.Reconnecting)
    }
    stage.setReachable(true)
    chat.reconnectNow()
    for (const { name, prepared } of all) {
      const outcome = await outcomes.get(name)?.()
      expect({ name, outcome }).toEqual({ name, outcome: rowOf(name).waits ? 'done' : 'not-connected' })
      if (rowOf(name).waits) await expectTold(name, prepared)
      await prepared.act.other.destroy()
    }
  },
  120_000,
)
