import { adaCalls, bothAreInACall, otherCalls } from './preparations.js'
import type { CommandRows } from './rows.js'

const unknown = 'unknown-call'
const ofCall = { toldOther: ['callInvitationUpdated'], toldElsewhere: ['callInvitationUpdated'], waits: false } as const

/** A call that rang somewhere has been told by another event, `callRingingEnded`, too. */
export const callRows = {
  callInvite: {
    toldOther: ['callInvitationReceived'],
    toldElsewhere: ['callInvitationUpdated'],
    waits: false,
    parameters: ({ userID }) => [[userID]],
    refused: () => [[['nobody']], 'user-not-found'],
  },
  callCancel: {
    ...ofCall,
    toldOther: ['callInvitationUpdated', 'callRingingEnded'],
    prepare: adaCalls,
    parameters: ({ callID }) => [callID],
    refused: () => [[unknown], 'call-not-found'],
  },
  callAccept: {
    ...ofCall,
    toldElsewhere: ['callInvitationUpdated', 'callRingingEnded'],
    prepare: otherCalls,
    parameters: ({ callID }) => [callID],
    refused: () => [[unknown], 'call-not-found'],
  },
  callReject: {
    ...ofCall,
    toldElsewhere: ['callInvitationUpdated', 'callRingingEnded'],
    prepare: otherCalls,
    parameters: ({ callID }) => [callID],
    refused: () => [[unknown], 'call-not-found'],
  },
  callingInvite: {
    ...ofCall,
    prepare: bothAreInACall,
    parameters: ({ callID }) => [callID, ['third']],
    refused: () => [[unknown, ['third']], 'call-not-found'],
  },
  callJoin: {
    ...ofCall,
    prepare: otherCalls,
    parameters: ({ callID }) => [callID],
    refused: () => [[unknown], 'call-not-found'],
  },
  callQuit: {
    ...ofCall,
    prepare: bothAreInACall,
    parameters: ({ callID }) => [callID],
    refused: () => [[unknown], 'call-not-found'],
  },
  callEnd: {
    ...ofCall,
    prepare: bothAreInACall,
    parameters: ({ callID }) => [callID],
    refused: () => [[unknown], 'call-not-found'],
  },
} satisfies Partial<CommandRows>
