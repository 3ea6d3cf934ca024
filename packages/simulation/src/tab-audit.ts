import type { Link } from './link.js'
import type { NetworkUser } from './network.js'
import type { World } from './world.js'

/** All tabs of a device share one connection of their user. */
export function auditLink(world: World, link: Link, user: NetworkUser): void {
  const device = world.devices.find(({ lives }) => lives.some(({ run }) => run === user))
  // What was taken from a frozen tab it keeps until it wakes, and a connection cannot be taken from it.
  const others = device?.lives.filter(({ run, isRobbed }) => run !== user && !isRobbed) ?? []
  for (const [other, owner] of world.network.links) {
    if (other.userID === link.userID && others.some(({ run }) => run === owner)) {
      world.violate('one-connection', `${user.name} connects while ${owner.name} is connected`)
    }
  }
}
