import type { Link } from './link.js'
import type { NetworkUser } from './network.js'
import type { Life, World } from './world.js'

/** All tabs of a device share one connection of their user. */
export function auditLink(world: World, link: Link, user: NetworkUser): void {
  const device = world.devices.find(({ lives }) => lives.some(({ run }) => run === user))
  const life = device?.lives.find(({ run }) => run === user)
  if (device === undefined || life === undefined) return
  // It has its place again, if it had lost it.
  if (device.locks.isHolder(life.run)) life.robbery.known()
  // One that cannot know of its replacement goes on; what it asked for before it was stopped may come to a connection.
  if (life.robbery.isUnknown) return
  const others = device.lives.filter(({ run, robbery }) => run !== user && !robbery.isUnknown)
  for (const [other, owner] of world.network.links) {
    if (other.userID === link.userID && others.some(({ run }) => run === owner)) {
      world.violate('one-connection', `${user.name} connects while ${owner.name} is connected`)
    }
  }
}

/** The tab has just heard that another one leads: whatever it was doing, its connection is closed before it goes on. */
export function auditRobbed(world: World, life: Life): void {
  const { network, timeline } = world
  const check = () => {
    if (life.isDead || life.isFrozen || life.device.locks.isHolder(life.run)) return
    if ([...network.links.values()].includes(life.run)) {
      world.violate('one-connection', `${life.name} keeps its connection, and has heard that another tab leads`)
    }
  }
  // Behind everything that waited for the tab to wake: the answer to its attempt to connect may be among it.
  life.whenAwake(() => timeline.after(0, check))
}
