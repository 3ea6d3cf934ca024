import { describe, expect, test } from 'vitest'
import { displacedLinks, isDevicePolicy, type DeviceLink, type DevicePolicy } from '../src/index.js'

interface Link extends DeviceLink {
  readonly name: string
}

/** `phone@ios/2`: the second link of the phone. */
function link(name: string): Link {
  const [device = '', platform = ''] = (name.split('/')[0] ?? '').split('@')
  return { name, deviceID: device, platform }
}

function displaced(policy: DevicePolicy, older: readonly string[], newcomer: string): string[] {
  return displacedLinks(policy, older.map(link), link(newcomer)).map(
    ({ link: gone, reason }) => `${gone.name} ${reason}`,
  )
}

const three = ['phone@ios', 'tablet@ios', 'page@web']

describe('which links give way to a newcomer', () => {
  test('none, where all devices may be connected', () => {
    expect(displaced('all', [...three, 'desk@web'], 'desk@web/2')).toEqual([])
  })

  test('those of every other device, where one may', () => {
    expect(displaced('one', three, 'desk@web')).toEqual([
      'phone@ios kickedOut',
      'tablet@ios kickedOut',
      'page@web kickedOut',
    ])
  })

  test('those of the same platform, where one of each may', () => {
    expect(displaced('onePerPlatform', three, 'desk@web')).toEqual(['page@web kickedOut'])
    expect(displaced('onePerPlatform', three, 'bot@node')).toEqual([])
  })

  test('those of the oldest devices, where so many may', () => {
    expect(displaced({ maxDevices: 4 }, three, 'desk@web')).toEqual([])
    expect(displaced({ maxDevices: 3 }, three, 'desk@web')).toEqual(['phone@ios kickedOut'])
    expect(displaced({ maxDevices: 1 }, three, 'desk@web')).toHaveLength(3)
  })

  test('a device with several links is one device, as old as the newest of them', () => {
    const older = ['phone@ios', 'page@web', 'phone@ios/2']
    expect(displaced({ maxDevices: 2 }, older, 'desk@web')).toEqual(['page@web kickedOut'])
    expect(displaced({ maxDevices: 1 }, older, 'desk@web')).toHaveLength(3)
  })

  test.each(['one', 'onePerPlatform', { maxDevices: 1 }] as const)(
    'an older link of the newcomer’s own device is lost, never kicked out (%j)',
    (policy) => {
      expect(displaced(policy, ['phone@ios'], 'phone@ios/2')).toEqual(['phone@ios lost'])
    },
  )

  test('a device that comes back takes the place of nobody', () => {
    expect(displaced({ maxDevices: 3 }, three, 'phone@ios/2')).toEqual(['phone@ios lost'])
  })
})

test('a policy is one of three words, or a whole number of devices above 0', () => {
  for (const policy of ['all', 'one', 'onePerPlatform', { maxDevices: 1 }]) expect(isDevicePolicy(policy)).toBe(true)
  const others = [
    'none',
    2,
    null,
    undefined,
    {},
    ...[0, -1, 1.5, NaN, Infinity, '2'].map((maxDevices) => ({ maxDevices })),
  ]
  for (const other of others) expect(isDevicePolicy(other)).toBe(false)
})
