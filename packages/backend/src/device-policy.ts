/**
 * How many devices of one user may be connected at a time. `all`: as many as like. `one`: the newest only. `onePerPlatform`: the newest
 * of each platform. `maxDevices` (1 or more): the newest so many.
 */
export type DevicePolicy = 'all' | 'one' | 'onePerPlatform' | { readonly maxDevices: number }

/** A live link of a user, as far as the policy is concerned. */
export interface DeviceLink {
  readonly deviceID: string
  readonly platform: string
}

/** What happens to a link that gives way. */
export interface Displacement<Link extends DeviceLink> {
  readonly link: Link
  /** `lost` for an older link of the newcomer's own device, which is half dead and must not end that device's session. */
  readonly reason: 'kickedOut' | 'lost'
}

/** Which of a user's links give way to `newcomer`. `older` are the user's other links, the oldest first. */
export function displacedLinks<Link extends DeviceLink>(
  policy: DevicePolicy,
  older: readonly Link[],
  newcomer: Link,
): readonly Displacement<Link>[] {
  if (policy === 'all') return []
  const others = older.filter(({ deviceID }) => deviceID !== newcomer.deviceID)
  const leaving = new Set(leavingDevices(policy, others, newcomer))
  return older
    .filter(({ deviceID }) => deviceID === newcomer.deviceID || leaving.has(deviceID))
    .map((link) => ({ link, reason: link.deviceID === newcomer.deviceID ? 'lost' : 'kickedOut' }))
}

function leavingDevices(
  policy: Exclude<DevicePolicy, 'all'>,
  others: readonly DeviceLink[],
  newcomer: DeviceLink,
): readonly string[] {
  const idsOf = (links: readonly DeviceLink[]) => [...new Set(links.map(({ deviceID }) => deviceID))]
  if (policy === 'one') return idsOf(others)
  if (policy === 'onePerPlatform') return idsOf(others.filter(({ platform }) => platform === newcomer.platform))
  // A device is as old as its newest link. The newcomer takes one of the places.
  const newestFirst = idsOf([...others].reverse())
  return newestFirst.slice(policy.maxDevices - 1)
}

/** Whether `value` is a policy, for options that come from outside TypeScript. */
export function isDevicePolicy(value: unknown): value is DevicePolicy {
  if (value === 'all' || value === 'one' || value === 'onePerPlatform') return true
  if (typeof value !== 'object' || value === null || !('maxDevices' in value)) return false
  return Number.isSafeInteger(value.maxDevices) && Number(value.maxDevices) >= 1
}
