import type { CallInvitation } from '../contract/backend-facts.js'
import type { CallInvitationCommands, CallInvitationQueries } from '../contract/calls.js'
import type { LiveList, LiveListSnapshot } from '../contract/live.js'
import type { OperationParameters } from '../contract/operations.js'
import type { Platform } from '../contract/platform.js'
import type { PageOptions } from '../contract/page.js'
import { readCallInvitationList } from '../domain/calls.js'
import { decodeCursor, encodeCursor } from '../domain/cursor.js'
import { ChatError } from '../errors/chat-error.js'
import { createLiveQuery } from '../live/live-query.js'
import {
  requireIdentifier,
  requireInteger,
  requireList,
  requireOneOf,
  requireOptions,
  requirePage,
  requireText,
  requireUserID,
} from '../runtime/argument.js'
import type { Session } from '../session/session.js'
import { applyChanges } from '../sync/apply-change.js'
import type { FeatureDomain, LiveFeature } from './feature.js'

/** The live twins of its queries. */
export interface CallLive {
  queryCallInvitationList(
    options: Omit<Parameters<CallInvitationQueries['queryCallInvitationList']>[0], keyof PageOptions> & {
      readonly count: number
    },
  ): LiveList<LiveListSnapshot<CallInvitationQueries['queryCallInvitationList']>>
}

type AnswerOperation = 'callAccept' | 'callReject' | 'callJoin'
type PlainOperation = 'callCancel' | 'callQuit' | 'callEnd'
type CallOperation = AnswerOperation | PlainOperation | 'callInvite' | 'callingInvite'

const defaultTimeoutSeconds = 90
const maxInvitees = 9

/** Call invitations: making, answering and ending them, and their list. */
export const callsFeature: LiveFeature<CallInvitationQueries & CallInvitationCommands, CallLive> = {
  name: 'calls',

  methods(access, { platform, idRule }) {
    async function call<Operation extends CallOperation>(
      operation: Operation,
      parametersOf: () => OperationParameters<Operation>,
    ): Promise<{ readonly callInvitation: CallInvitation }> {
      const session = access.require()
      session.requireOperation(operation)
      const parameters = parametersOf()
      const options = { operationID: access.newID(), signal: session.signal }
      const { callInvitation } = await session.connected().call(operation, parameters, options)
      if (callInvitation.callID !== parameters.callID) refuseAnswer()
      const { writer } = await session.opened()
      const change = { type: 'callInvitationChanged', callInvitation } as const
      await writer.write((update) =>
        applyChanges(update, [change], { clockOffsetMs: trustedNow(session, platform) - platform.clock.now() }),
      )
      return { callInvitation }
    }

    function answer(operation: AnswerOperation, callID: unknown, options: unknown) {
      const wanted = requireIdentifier('callID', callID)
      const { extendedData } = requireOptions('options', options, { isOptional: true })
      const said = extendedData === undefined ? {} : { extendedData: requireExtendedData(extendedData) }
      return call(operation, () => ({ callID: wanted, ...said }))
    }

    function tell(operation: PlainOperation, callID: unknown) {
      const wanted = requireIdentifier('callID', callID)
      return call(operation, () => ({ callID: wanted }))
    }

    function requireInvitees(invitees: unknown): readonly string[] {
      return requireList('invitees', invitees, (argument, value) => requireUserID(argument, value, idRule), {
        maxCount: maxInvitees,
      })
    }

    return {
      async queryCallInvitationList(options) {
        const { count, cursor } = requirePage(options)
        const accepts = requireCallFilter(options, idRule)
        const place = decodeCursor('calls', cursor, 2)
        const session = access.require()
        const { store } = await session.opened()
        const { callInvitationList, hasMore } = await readCallInvitationList(store, {
          count,
          accepts,
          now: trustedNow(session, platform),
          ...(place === undefined ? {} : { to: place }),
        })
        const last = callInvitationList.at(-1)
        return {
          callInvitationList,
          ...(hasMore && last !== undefined
            ? { nextCursor: encodeCursor('calls', [last.createTime, last.callID]) }
            : {}),
        }
      },

      async callInvite(invitees, options) {
        const invited = requireInvitees(invitees)
        const given = requireOptions('options', options, { isOptional: true })
        const mode =
          given['mode'] === undefined ? 'general' : requireOneOf('options.mode', given['mode'], ['general', 'advanced'])
        const timeoutSeconds = requireTimeout(given['timeoutSeconds'])
        const extendedData = given['extendedData'] === undefined ? '' : requireExtendedData(given['extendedData'])
        return call('callInvite', () => {
          return { callID: access.newID(), invitees: invited, mode, timeoutSeconds, extendedData }
        })
      },
      async callingInvite(callID, invitees, options) {
        const wanted = requireIdentifier('callID', callID)
        const invited = requireInvitees(invitees)
        const { timeoutSeconds } = requireOptions('options', options, { isOptional: true })
        const timeout = requireTimeout(timeoutSeconds)
        return call('callingInvite', () => ({ callID: wanted, invitees: invited, timeoutSeconds: timeout }))
      },
      callCancel: async (callID) => tell('callCancel', callID),
      callQuit: async (callID) => tell('callQuit', callID),
      callEnd: async (callID) => tell('callEnd', callID),
      callAccept: async (callID, options) => answer('callAccept', callID, options),
      callReject: async (callID, options) => answer('callReject', callID, options),
      callJoin: async (callID, options) => answer('callJoin', callID, options),
    }
  },

  live: (source, { platform, idRule }) => ({
    queryCallInvitationList(options) {
      const { count } = requirePage(options)
      const accepts = requireCallFilter(options, idRule)
      return createLiveQuery(
        source,
        {
          name: 'queryCallInvitationList',
          parameters: [options],
          empty: { callInvitationList: [], hasMore: false },
          tables: ['calls'],
          read: (store, session, shown) =>
            readCallInvitationList(store, { count: shown, accepts, now: trustedNow(session, platform) }),
        },
        count,
      )
    },
  }),
}

/** The later of the device's clock and the last seen server time: an expiry is not undone by setting a clock back. */
function trustedNow(session: Pick<Session, 'latestServerTime'>, platform: Platform): number {
  return Math.max(platform.clock.now(), session.latestServerTime)
}

function requireTimeout(value: unknown): number {
  return value === undefined
    ? defaultTimeoutSeconds
    : requireInteger('options.timeoutSeconds', value, { from: 1, to: 600 })
}

function requireExtendedData(value: unknown): string {
  return requireText('options.extendedData', value, { maxBytes: 1_024 })
}

function refuseAnswer(): never {
  throw new ChatError('protocol-violation', { details: { reason: 'an answer to something else' } })
}

function requireCallFilter(
  options: unknown,
  idRule: FeatureDomain['idRule'],
): (callInvitation: CallInvitation) => boolean {
  const { state, mode, caller, userID } = requireOptions('options', options)
  if (state !== undefined) requireOneOf('options.state', state, ['started', 'ended'])
  if (mode !== undefined) requireOneOf('options.mode', mode, ['general', 'advanced'])
  if (caller !== undefined) requireUserID('options.caller', caller, idRule)
  if (userID !== undefined) requireUserID('options.userID', userID, idRule)
  return (callInvitation) =>
    (state === undefined || callInvitation.state === state) &&
    (mode === undefined || callInvitation.mode === mode) &&
    (caller === undefined || callInvitation.caller === caller) &&
    (userID === undefined || callInvitation.callUserList.some((user) => user.userID === userID))
}
