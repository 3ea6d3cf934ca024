import type { Link } from './link.js'
import type { NetworkUser } from './network.js'
import type { World } from './world.js'

/** All tabs of a device share one connection of their user. */
export function auditLink(world: World, link: Link, user: NetworkUser): void {
  const device = world.devices.find(({ lives }) => lives.some(({ run }) => run === user))
  const life = device?.lives.find(({ run }) => run === user)
  if (device === undefined || life === undefined) return
  // It has its place again, if it had lost it.
  if (device.locks.isHolder(life.run)) life.isRobbed = false
  // Nobody tells a tab that its place was taken: it keeps its connection until it hears of another leader.
  const others = device.lives.filter(({ run, isRobbed }) => run !== user && !isRobbed)
  for (const [other, owner] of world.network.links) {
    if (other.userID === link.userID && others.some(({ run }) => run === owner)) {
      world.violate('one-connection', `${user.name} connects while ${owner.name} is connected`)
    }
  }
}
