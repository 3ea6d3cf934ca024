import { ChatError, createChat, type ChatEvents } from '@latchkey/core'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import { features, type SimulatedChat } from './features.js'
import { createGate } from './gate.js'
import { gatedStorage, gatedTransport } from './gated-drivers.js'
import { messageName } from './ledger.js'
import { createPlatform } from './platform.js'
import { createRandom } from './random.js'
import { createRobbery } from './robbery.js'
import { auditRobbed } from './tab-audit.js'
import type { TabChannels } from './tab-channel.js'
import type { CallOutcome, ClientRun, Device, Life, World } from './world.js'

/** How late a frame may be on a slow network. */
const longestWayMs = 5_000

export function createLife(world: World, device: Device, number: number): Life {
  const { timeline } = world
  const name = `${device.name}.${number}`
  const received = new Set<string>()
  const settlements = new Map<string, number>()
  const failures = new Map<string, number>()
  const pendingCalls = new Set<string>()
  let calls = 0
  let timesConnected = 0
  let isDead = false
  let isCatchingUp = false

  const random = createRandom(world.plan.seed, 1_000 + device.index * 1_000 + number)
  const run: ClientRun = {
    name,
    get isDead() {
      return isDead
    },
    die,
  }
  const gate = createGate(timeline)
  const { locks, channels } = device
  const robbery = createRobbery()
  const platform = createPlatform({ timeline, random, now: device.now, locks, channels: watched(), gate, user: run })

  /** The channel, as far as it tells the tab that its place was taken. */
  function watched(): TabChannels | undefined {
    return (
      channels && {
        open: (...parameters) => robbery.watch(channels.open(...parameters), () => auditRobbed(world, life)),
      }
    )
  }

  const storage = device.disk.driver(run)
  const transport = world.network.driver(device.port, run)
  // A tab is stopped only beside another: elsewhere the gate never closes, and every call would pay for it.
  const isGated = device.plan.tabs > 1
  const chat = createChat({
    app: 'simulated',
    storage: isGated ? gatedStorage(storage, gate) : storage,
    transport: isGated ? gatedTransport(transport, gate) : transport,
    tokenReader: loopbackTokenReader(),
    platform,
    features,
    ...(device.plan.hasTokenProvider ? { tokenProvider: () => fetchToken() } : {}),
  })

  function note(what: string): void {
    world.note(name, what)
  }

  function fetchToken(): Promise<string> {
    return new Promise((resolve, reject) => {
      timeline.after(random.between(20, 400), () => {
        whenAwake(() => {
          const { userID } = chat
          if (userID === undefined || random.chance(0.2)) reject(new Error('The token service is down.'))
          else resolve(device.freshToken(userID))
        })
      })
    })
  }

  function on<Name extends keyof ChatEvents>(event: Name, listener: (fact: ChatEvents[Name]) => void): void {
    chat.on(event, (fact) => {
      if (!isDead) listener(fact)
    })
  }

  /** A client tells of a message, and rings for a call, once. */
  function tellNew(what: string): void {
    const told = `${chat.userID} ${what}`
    if (received.has(told)) world.violate('told-once', `${name} tells of ${what} twice`)
    if (chat.userID === undefined || timeline.now >= device.wipedUntil(chat.userID)) received.add(told)
  }

  on('connectionStateChanged', ({ state, event, extendedData }) => {
    note(`state ${state} by ${event} ${extendedData}`)
    // Nobody tells a tab without a session how the catch-up of the others goes on.
    if (state === 0) isCatchingUp = false
    if (state !== 2) return
    // The link may be gone again by now; but there was one.
    timesConnected += 1
    if (timesConnected > device.linksGiven()) {
      world.violate('state-is-a-fact', `${name} tells Connected without a link`)
    }
  })
  on('operationSettled', (settlement) => {
    const { operationID, outcome } = settlement
    note(`settled ${operationID.slice(-6)} ${outcome}`)
    const count = (settlements.get(operationID) ?? 0) + 1
    settlements.set(operationID, count)
    // One that failed may be retried or discarded, and then settles again.
    if (outcome === 'failed') failures.set(operationID, (failures.get(operationID) ?? 0) + 1)
    else if (count > 1 + (failures.get(operationID) ?? 0)) {
      world.violate('settled-once', `${name} tells ${settlement.operation} ${operationID} settled ${count} times`)
    }
    device.settled(settlement)
  })
  on('outboxWillBeLost', ({ operationList }) => {
    for (const { operationID } of operationList) device.takeBack(operationID)
  })
  on('messageReceived', ({ messageList }) => {
    note(`received ${messageList.map(({ order }) => order.slice(-3)).join()}`)
    for (const message of messageList) tellNew(messageName(message, message.messageID))
  })
  on('callInvitationReceived', ({ callInvitation: { callID, expireTime: lastExpireTime, callUserList } }) => {
    // Who was invited later has an end of their own.
    const expireTime = callUserList.find(({ userID }) => userID === chat.userID)?.expireTime ?? lastExpireTime
    note(`rings for ${callID.slice(-6)}`)
    tellNew(`call ${callID}`)
    // The backend's clock is known as well as the way of an answer lets a device know it.
    if (!device.hasJumped && expireTime + longestWayMs <= world.host.now()) {
      world.violate('ghost-ring', `${name} rings for a call that ended ${world.host.now() - expireTime} ms ago`)
    }
  })
  on('syncStateChanged', ({ state }) => {
    note(`sync ${state}`)
    isCatchingUp = state === 'started' || state === 'progress'
  })
  on('storageStateChanged', ({ state }) => {
    note(`storage ${state}`)
    if (state === 'takenOver') robbery.known()
  })

  function whenAwake(task: () => void): void {
    gate.run(() => {
      if (!isDead) task()
    })
  }

  function die(): void {
    if (isDead) return
    isDead = true
    note('dies')
    device.lifeEnded(life)
  }

  const life: Life = {
    name,
    die,
    run,
    get isDead() {
      return isDead
    },
    device,
    chat,
    platform,
    get isFrozen() {
      return gate.isClosed
    },
    freeze() {
      if (isDead || gate.isClosed) return
      note('is frozen')
      gate.close()
    },
    freezeAfter(tasks, onFrozen) {
      gate.closeAfter(tasks, () => {
        if (isDead) return
        note('is frozen')
        onFrozen()
      })
    },
    wake() {
      if (isDead || !gate.isClosed) return
      note('wakes')
      gate.open()
    },
    robbery,
    whenAwake,
    received,
    screens: new Set(),
    get isCatchingUp() {
      return isCatchingUp
    },
    pendingCalls,
    async call<Result>(called: string, make: (chat: SimulatedChat) => Promise<Result>) {
      calls += 1
      const id = `${called} #${calls}`
      pendingCalls.add(id)
      note(id)
      const askedAt = timeline.now
      const outcome: CallOutcome<Result> = await make(chat).then(
        (result) => ({ isDone: true, result, askedAt }),
        (failure: unknown) => {
          if (!ChatError.is(failure)) world.violate('typed-errors', `${name} ${called} rejected ${String(failure)}`)
          return { isDone: false, code: ChatError.from(failure).code }
        },
      )
      // What a dead client still hears says nothing: its promise never settled for anybody.
      if (isDead) return new Promise(() => undefined)
      pendingCalls.delete(id)
      note(outcome.isDone ? `${id} done` : `${id} ${outcome.code}`)
      if (!outcome.isDone && outcome.code === 'internal-error') {
        world.violate('no-internal-error', `${name} ${called} rejected internal-error`)
      }
      return outcome
    },
  }
  return life
}
