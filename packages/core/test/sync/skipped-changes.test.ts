import { expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../src/contract/changes.js'
import type { TransportDriver, TransportSupports } from '../../src/contract/transport-driver.js'
import { settle } from '../support/test-platform.js'
import { createWorld, eventOf, type Device, type World } from '../support/world.js'

const withAda = { conversationType: 'peer', conversationID: 'ada' } as const
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const

/** A driver of a time when nobody changed messages: it leaves out what it does not know, and says so. */
function oldDriver(driver: TransportDriver): TransportDriver {
  const changeTypes: TransportSupports['changeTypes'] = ['userChanged', 'messageAdded', 'readMarkMoved']
  function known<Page extends { readonly changes: readonly Change[] }>(page: Page) {
    const changes = page.changes.filter(({ type }) => type !== 'messageChanged').map(understood)
    const skippedCount = page.changes.length - changes.length
    return { ...page, changes, ...(skippedCount > 0 && { skippedCount }) }
  }
  return {
    ...driver,
    supports: { ...driver.supports, heads: false, changeTypes },
    async connect(request, sink, options) {
      const connection = await driver.connect(
        request,
        { signal: (signal) => sink.signal(signal), changes: (pushed) => sink.changes(known(pushed)) },
        options,
      )
      return {
        ...connection,
        async pull(...asked) {
          const page = await connection.pull(...asked)
          return page === 'tooFarBack' ? page : known(page)
        },
      }
    },
  }
}

function understood(change: Change): Change {
  if (change.type !== 'messageAdded' || change.message.content.type !== 'revoked') return change
  const original = JSON.stringify(change.message.content)
  return {
    ...change,
    message: { ...change.message, content: { type: 'unsupported', originalType: 'revoked', original } },
  }
}

/** Starts the app, lets it catch up and live for a while, and says what it shows. */
async function live(device: Device, world: World, transport: TransportDriver, meanwhile?: () => Promise<unknown>) {
  const chat = device.launch({ transport })
  onTestFinished(() => chat.destroy())
  const isCaughtUp = eventOf(chat, 'syncStateChanged', ({ state }) => state === 'finished')
  await chat.login('ada', { token: world.network.issueToken('ada') })
  await isCaughtUp
  await meanwhile?.()
  await settle()
  const { messageList } = await chat.queryHistoryMessage(withBob, { count: 10 })
  const unread = await chat.queryConversationTotalUnreadMessageCount()
  await chat.destroy()
  return { contents: messageList.map(({ content }) => (content.type === 'text' ? content.text : content.type)), unread }
}

test.each(['pulled', 'pushed'])(
  'OL-37 what an older driver left out of what was %s is told once it is updated',
  async (way) => {
    const world = await createWorld()
    const device = world.device()
    const ofBob = async (operation: 'sendMessage' | 'editMessage', messageID: string, text: string) => {
      const parameters = { ...withAda, messageID, content: { type: 'text', text } as const, sentTime: 1 }
      const { message } = await world.network.backend.perform('bob', operation, parameters, { operationID: text })
      return message
    }
    const revoke = (messageID: string) =>
      world.network.backend.perform(
        'bob',
        'revokeMessage',
        { ...withAda, messageID },
        { operationID: `no ${messageID}` },
      )
    const old = oldDriver(world.network.transport())
    const change = async () => {
      await ofBob('editMessage', 'm1', 'hello')
      await ofBob('sendMessage', 'm2', 'not this')
      await revoke('m2')
    }
    await live(device, world, old, () => ofBob('sendMessage', 'm1', 'helo'))
    if (way === 'pulled') await change()
    const before = await live(device, world, old, way === 'pushed' ? change : undefined)
    expect(before.contents).toContain('helo')

    // As long as the driver knows no more, nothing is read again.
    expect(await live(device, world, old, () => ofBob('sendMessage', 'm3', 'bye'))).toMatchObject({
      contents: [...before.contents, 'bye'],
    })
    const after = await live(device, world, world.network.transport())
    expect(after.contents).toEqual(['hello', 'revoked', 'bye'])
    expect(after.unread).toMatchObject({ unreadMessageCount: 2 })
  },
)
