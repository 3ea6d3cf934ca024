import type { LiveQuery, LiveValueSnapshot } from '../contract/live.js'
import type { UserRuleCommands, UserRuleQueries } from '../contract/users.js'
import { readRegister } from '../domain/registers.js'
import { createLiveQuery } from '../live/live-query.js'
import { refuseArgument, requireList, requireOptions } from '../runtime/argument.js'
import type { Store } from '../store/store.js'
import type { LiveFeature } from './feature.js'
import { changeRegisters, ownLane } from './register-command.js'

/** The live twins of its queries. */
export interface UserRuleLive {
  querySelfUserRule(): LiveQuery<LiveValueSnapshot<UserRuleQueries['querySelfUserRule']>>
}

const maxPlatforms = 16
const place = { kind: 'userRule', key: 'offlinePushRule' } as const

/** What the user has laid down for themselves: who is pushed to. */
export const userRuleFeature: LiveFeature<UserRuleCommands & UserRuleQueries, UserRuleLive> = {
  name: 'userRule',

  methods: (access) => ({
    async updateUserOfflinePushRule(offlinePushRule) {
      const given = requireOptions('offlinePushRule', offlinePushRule)
      const value = {
        onlinePlatforms: requirePlatforms('onlinePlatforms', given['onlinePlatforms']),
        notToReceiveOfflinePushPlatforms: requirePlatforms(
          'notToReceiveOfflinePushPlatforms',
          given['notToReceiveOfflinePushPlatforms'],
        ),
      }
      return changeRegisters(access, 'updateUserOfflinePushRule', async (_update, session) => ({
        operation: 'updateUserOfflinePushRule',
        parameters: value,
        lane: ownLane(session),
        registerList: [{ ...place, value }],
      }))
    },

    async querySelfUserRule() {
      const { store } = await access.require().opened()
      return readRule(store)
    },
  }),

  live: (source) => ({
    querySelfUserRule: () =>
      createLiveQuery<Partial<Awaited<ReturnType<UserRuleQueries['querySelfUserRule']>>>>(
        source,
        { name: 'querySelfUserRule', parameters: [], empty: {}, tables: ['registers'], read: readRule },
        1,
      ),
  }),
}

async function readRule(store: Store) {
  const offlinePushRule = (await readRegister(store, place)) ?? {
    onlinePlatforms: [],
    notToReceiveOfflinePushPlatforms: [],
  }
  return { userRule: { offlinePushRule } }
}

function requirePlatforms(field: string, value: unknown): readonly string[] {
  return requireList(`offlinePushRule.${field}`, value, requirePlatform, { minCount: 0, maxCount: maxPlatforms })
}

function requirePlatform(argument: string, value: unknown): string {
  return typeof value === 'string' && /^[\x20-\x7e]{1,32}$/.test(value)
    ? value
    : refuseArgument(argument, 'must be 1 to 32 printable ASCII characters')
}
