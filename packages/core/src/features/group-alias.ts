import type { GroupAliasCommands, GroupAliasQueries } from '../contract/groups.js'
import type { LiveQuery, LiveValueSnapshot } from '../contract/live.js'
import { createLiveQuery } from '../live/live-query.js'
import { requireList, requireText, requireUserID } from '../runtime/argument.js'
import { registerKey, registerValue } from '../store/register-key.js'
import type { Store } from '../store/store.js'
import type { LiveFeature } from './feature.js'
import { changeRegisters, requireOwnGroup } from './register-command.js'

/** The live twins of its queries. */
export interface GroupAliasLive {
  queryGroupAliasList(
    groupIDs: readonly string[],
  ): LiveQuery<LiveValueSnapshot<GroupAliasQueries['queryGroupAliasList']>>
}

const maxGroups = 100

/** What the user calls groups. */
export const groupAliasFeature: LiveFeature<GroupAliasCommands & GroupAliasQueries, GroupAliasLive> = {
  name: 'groupAlias',

  methods(access, { idRule }) {
    return {
      async updateGroupAlias(groupID, groupAlias) {
        const key = requireUserID('groupID', groupID, idRule)
        const text = requireText('groupAlias', groupAlias, { maxBytes: 256 })
        return changeRegisters(access, 'updateGroupAlias', async (update) => ({
          operation: 'updateGroupAlias',
          parameters: { groupID: key, groupAlias: text },
          lane: await requireOwnGroup(update, key),
          registerList: [{ kind: 'groupAlias', key, ...(text === '' ? {} : { value: { text } }) }],
        }))
      },

      async queryGroupAliasList(groupIDs) {
        const wanted = requireList('groupIDs', groupIDs, (argument, value) => requireUserID(argument, value, idRule), {
          maxCount: maxGroups,
        })
        const { store } = await access.require().opened()
        return readAliases(store, wanted)
      },
    }
  },

  live: (source, { idRule }) => ({
    queryGroupAliasList(groupIDs) {
      const wanted = requireList('groupIDs', groupIDs, (argument, value) => requireUserID(argument, value, idRule), {
        maxCount: maxGroups,
      })
      return createLiveQuery<Partial<Awaited<ReturnType<GroupAliasQueries['queryGroupAliasList']>>>>(
        source,
        {
          name: 'queryGroupAliasList',
          parameters: [groupIDs],
          empty: {},
          tables: ['registers'],
          read: (store) => readAliases(store, wanted),
        },
        1,
      )
    },
  }),
}

async function readAliases(store: Store, groupIDs: readonly string[]) {
  const rows = await store.getAll(
    'registers',
    groupIDs.map((key) => registerKey({ kind: 'groupAlias', key })),
  )
  const groupAliasList = groupIDs.flatMap((groupID, index) => {
    const value = registerValue('groupAlias', rows[index]?.value)
    return value === undefined ? [] : [{ groupID, groupAlias: value.text }]
  })
  return { groupAliasList }
}
