import { createLoopbackNetwork, loopbackToken, manualClock } from '@latchkey/transport-loopback'
import type { TransportDriver } from '@latchkey/core/driver'
import { everyOperation } from '../src/transport/case-data.js'
import type { TransportFixture, TransportKitOptions, TransportParty } from '../src/transport.js'

const dayMs = 24 * 60 * 60 * 1_000

/** Two users of a backend in this process. `wrap` puts a defect into both of their drivers. */
export function loopbackKit(wrap: (driver: TransportDriver) => TransportDriver = (driver) => driver) {
  return {
    supports: { operations: everyOperation, deduplicates: true, heads: true, files: true },
    controls: [
      'cut',
      'refuse',
      'hang',
      'restore',
      'hold',
      'release',
      'loseNextAnswer',
      'linksGone',
      'kickOut',
      'revoke',
      'unregister',
      'expire',
      'endingCredential',
      'trimLog',
      'falseCredential',
      'expiredCredential',
      'appSignCredential',
    ],
    create: () => loopbackFixture(wrap),
  } satisfies TransportKitOptions
}

async function loopbackFixture(wrap: (driver: TransportDriver) => TransportDriver): Promise<TransportFixture> {
  const clock = manualClock()
  const network = createLoopbackNetwork({ clock, appSign: 'sign' })

  async function party(userID: string): Promise<TransportParty> {
    await network.addUser({ userID, userName: userID })
    return {
      userID,
      driver: wrap(network.transport()),
      credential: () => ({ type: 'token', token: network.issueToken(userID) }),
    }
  }

  return {
    ada: await party('ada'),
    bob: await party('bob'),
    control: {
      cut: () => network.cut(),
      refuse: () => network.setConnectivity('refused'),
      hang: () => network.setConnectivity('hung'),
      restore: () => network.setConnectivity('up'),
      hold: () => network.hold(),
      release: () => network.release(),
      loseNextAnswer: () => network.loseNextAnswer(),
      async linksGone(userID) {
        if (network.countLinks(userID) > 0) throw new Error(`${userID} has a live link.`)
      },
      kickOut: (userID) => network.kickOut(userID),
      revoke: (userID) => network.revoke(userID),
      unregister: (userID) => network.unregister(userID),
      expire() {
        clock.advance(2 * dayMs)
        network.expireTokens()
      },
      trimLog: () => network.trimLog(),
      endingCredential: (userID) => ({ type: 'token', token: network.issueToken(userID) }),
      falseCredential: () => ({ type: 'token', token: 'forged' }),
      expiredCredential(userID) {
        const expiresAt = clock.now() - 1
        return { type: 'token', token: loopbackToken(userID, { issuedAt: expiresAt - dayMs, expiresAt }) }
      },
      appSignCredential: () => ({ type: 'appSign', appSign: 'sign' }),
    },
  }
}
