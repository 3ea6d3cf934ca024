import type { Chat } from '../../src/contract/chat.js'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import type { Closure, TransportConnection, TransportDriver } from '../../src/contract/transport-driver.js'
import { ChatError } from '../../src/errors/chat-error.js'
import type { ErrorCode } from '../../src/errors/error-codes.js'
import { settle } from './test-platform.js'
import { codeOf, createWorld, type World } from './world.js'

/** A chat on a device that Ada has used, over a transport whose every answer is given by hand. */
export interface StateScene extends World {
  readonly chat: Chat
  readonly token: string
  /** Another tab of the app, over the same storage. */
  readonly otherTab: () => Chat
  /** What logins and logouts that were not waited for come to. */
  readonly pending: Promise<unknown>[]
  /** How attempts to connect end from now on, those under way included. */
  answer(next: 'never' | 'accept' | ErrorCode): void
  /** Ends the live link in this way. */
  close(reason: Closure['reason']): void
  /** What the token provider gives from now on. */
  provide(token: string): void
  /** The small records take no more writes. */
  breakStorage(): void
}

export async function createStateScene(
  storage: StorageDriver,
  { hasProvider }: { readonly hasProvider: boolean },
): Promise<StateScene> {
  const world = await createWorld()
  const { launch, token } = await world.returningDevice('ada', storage)
  const honest = world.network.transport()
  let answer: 'never' | 'accept' | ErrorCode = 'never'
  let waiting: (() => void)[] = []
  let close: (closure: Closure) => void = () => undefined
  let provided = ''
  let isBroken = false

  async function answered(): Promise<void> {
    while (answer === 'never') await new Promise<void>((resolve) => waiting.push(resolve))
    if (answer !== 'accept') throw new ChatError(answer)
  }

  const transport: TransportDriver = {
    ...honest,
    async connect(...parameters): Promise<TransportConnection> {
      await answered()
      const connection = await honest.connect(...parameters)
      const closed = new Promise<Closure>((resolve) => {
        close = resolve
        void connection.closed.then(resolve)
      })
      return { ...connection, closed }
    },
  }
  const chat = launch({
    transport,
    ...(hasProvider ? { tokenProvider: async () => provided } : {}),
    storage: {
      ...storage,
      small: {
        ...storage.small,
        put: async (...parameters) => {
          if (isBroken) throw new ChatError('storage-full')
          await storage.small.put(...parameters)
        },
      },
    },
  })
  return {
    ...world,
    chat,
    token,
    otherTab: () => launch(),
    pending: [],
    answer(next) {
      answer = next
      const released = waiting
      waiting = []
      for (const release of released) release()
    },
    close(reason) {
      close({ reason })
    },
    provide(next) {
      provided = next
    },
    breakStorage() {
      isBroken = true
    },
  }
}

type Step = (scene: StateScene) => Promise<unknown>

/** Brings a chat into each state. */
export const situations: Readonly<Record<string, Step>> = {
  Disconnected: async () => undefined,
  'Connecting, logging in': async ({ chat, token, pending }) => pending.push(codeOf(chat.login('ada', { token }))),
  'Connecting, in a session': ({ chat, token }) => chat.login('ada', { token, isOfflineLogin: true }),
  async Connected({ chat, token, answer }) {
    answer('accept')
    await chat.login('ada', { token })
  },
  async Reconnecting({ chat, token, answer, network, platform }) {
    answer('accept')
    await chat.login('ada', { token })
    await settle()
    answer('never')
    network.cut()
    await platform.control.advance(1_000)
  },
}

/** The backend says `code` to the attempt under way, or closes the live link for `reason`. */
function told(code: ErrorCode, reason: Closure['reason']): Step {
  return async ({ chat, answer, close, platform }) => {
    if (chat.connectionState === 2) close(reason)
    answer(code)
    await platform.control.advance(2_000)
  }
}

/** Makes happen what the second column says. */
export const happenings: Readonly<Record<string, Step>> = {
  'an offline login passes its checks': ({ chat, token }) => codeOf(chat.login('ada', { token, isOfflineLogin: true })),
  'an offline login fails its checks': ({ chat }) => codeOf(chat.login('bob', { token: 'x', isOfflineLogin: true })),
  'an online login begins': async ({ chat, token, pending }) => pending.push(codeOf(chat.login('ada', { token }))),
  'the backend accepts the user': async ({ answer }) => {
    answer('accept')
  },
  'no answer comes in time': ({ platform }) => platform.control.advance(61_000),
  'the backend cannot be reached': told('transport-unreachable', 'lost'),
  'the other side sends what is not valid': told('protocol-violation', 'violation'),
  'the versions no longer fit': told('client-outdated', 'outdated'),
  'the backend refuses the token': told('token-refused', 'refused'),
  async 'the backend refuses the token, and the provider gives a new one'(scene) {
    scene.provide(scene.network.issueToken('ada', { nonce: 'new' }))
    if (scene.chat.connectionState === 2) scene.close('refused')
    else scene.answer('token-refused')
    await settle()
    scene.answer('never')
  },
  'the backend says that the token has ended': told('token-expired', 'expired'),
  'the backend ends the session for another device': told('kicked-out', 'kickedOut'),
  'the backend forgets the user': told('user-unknown', 'unregistered'),
  'the link is lost': async ({ network, answer }) => {
    answer('never')
    network.cut()
  },
  async 'the token ends unrenewed'({ platform, chat }) {
    // As a device does that sleeps: no timer has run.
    platform.control.setClock(platform.clock.now() + 86_400_000)
    await platform.control.advance(chat.userID === undefined ? 5_000 : 60_000)
  },
  'the token is renewed': ({ chat, network }) => codeOf(chat.renewToken(network.issueToken('ada', { nonce: 'new' }))),
  async 'another user logs in in another tab'({ otherTab, network, platform }) {
    const other = otherTab()
    await other.login('bob', { token: network.issueToken('bob') })
    platform.control.show()
    await settle()
    await other.destroy()
  },
  async 'the user logs out in another tab'({ otherTab, platform }) {
    const other = otherTab()
    await other.logout()
    platform.control.show()
    await settle()
    await other.destroy()
  },
  logout: ({ chat }) => chat.logout(),
  'logout that cannot be made durable'({ chat, breakStorage }) {
    breakStorage()
    return codeOf(chat.logout())
  },
  destroy: ({ chat }) => chat.destroy(),
  async 'the network, the page or the device is back'({ platform }) {
    platform.control.comeOnline()
    platform.control.show()
    platform.control.setClock(platform.clock.now() + 3_600_000)
    await platform.control.advance(5_000)
  },
}
