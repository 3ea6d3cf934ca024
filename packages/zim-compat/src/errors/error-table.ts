import type { ErrorCode } from '@latchkey/core'

import { ZIMErrorCode as codes, type ZIMErrorCode } from './error-codes.js'

/** What a method is about; some errors have another number in one area than in the rest. */
export type Area = 'login' | 'users' | 'conversations' | 'messages' | 'groups' | 'calls'

type Numbers = { readonly [Name in Area | 'anywhere']?: ZIMErrorCode } & { readonly anywhere: ZIMErrorCode }

const anywhere = (code: ZIMErrorCode): Numbers => ({ anywhere: code })

/** The number of each code of Latchkey. `docs/zim-errors.md` is generated from this table. */
export const errorTable: { readonly [Code in ErrorCode]: Numbers } = {
  'invalid-argument': anywhere(codes.CommonModuleParamsInvalid),
  'not-supported': anywhere(codes.CommonModuleUnsupportedRequest),
  'contract-version-mismatch': anywhere(codes.Failed),
  'call-aborted': { anywhere: codes.Failed, messages: codes.MessageModuleSendMessageFailedForCancelled },
  'internal-error': anywhere(codes.Failed),
  'not-logged-in': anywhere(codes.NetworkModuleUserIsNotLogged),
  'login-in-progress': anywhere(codes.NetworkModuleUserHasAlreadyLogged),
  'already-logged-in': anywhere(codes.NetworkModuleUserHasAlreadyLogged),
  'login-cancelled': anywhere(codes.NetworkModuleUserHasAlreadyLoggedOut),
  'login-timeout': anywhere(codes.NetworkModuleRequestTimeout),
  'chat-destroyed': anywhere(codes.CommonModuleNotInit),
  'no-previous-login': anywhere(codes.NetworkModuleUserIDError),
  'different-user': anywhere(codes.NetworkModuleUserIDError),
  'logged-out': anywhere(codes.NetworkModuleUserIDError),
  'session-refused': anywhere(codes.NetworkModuleUserIDError),
  'other-user-on-device': anywhere(codes.NetworkModuleUserIsNotLogged),
  'record-tampered': anywhere(codes.NetworkModuleUserIDError),
  'token-invalid': anywhere(codes.NetworkModuleTokenInvalid),
  'token-expired': anywhere(codes.NetworkModuleTokenExpired),
  'token-too-long-lived': anywhere(codes.NetworkModuleTokenInvalid),
  'token-not-verifiable': anywhere(codes.NetworkModuleTokenInvalid),
  'token-refused': anywhere(codes.NetworkModuleTokenInvalid),
  'kicked-out': anywhere(codes.NetworkModuleUserIsNotLogged),
  'user-unknown': anywhere(codes.CommonModuleUserIsNotExist),
  'not-connected': anywhere(codes.NetworkModuleNetworkError),
  'transport-unreachable': anywhere(codes.NetworkModuleNetworkError),
  'transport-timeout': anywhere(codes.NetworkModuleRequestTimeout),
  'protocol-violation': anywhere(codes.NetworkModuleRspProtoParseError),
  'client-outdated': anywhere(codes.NetworkModuleCommonError),
  'storage-closed': anywhere(codes.DatabaseModuleDbIsNotOpened),
  'storage-conflict': anywhere(codes.DatabaseModuleModifyDatabaseError),
  'storage-owned-elsewhere': anywhere(codes.DatabaseModuleOpenDatabaseError),
  'storage-owner-unresponsive': anywhere(codes.DatabaseModuleDbIsNotOpened),
  'storage-schema-newer': anywhere(codes.DatabaseModuleOpenDatabaseError),
  'storage-key-wrong': anywhere(codes.DatabaseModuleOpenDatabaseError),
  'storage-tampered': anywhere(codes.CommonModuleIMDatabaseError),
  'storage-full': anywhere(codes.DatabaseModuleModifyDatabaseError),
  'storage-corrupt': anywhere(codes.CommonModuleIMDatabaseError),
  'storage-unavailable': anywhere(codes.DatabaseModuleOpenDatabaseError),
  'storage-timeout': anywhere(codes.CommonModuleIMDatabaseError),
  'storage-failed': anywhere(codes.CommonModuleIMDatabaseError),
  'operation-unknown': anywhere(codes.CommonModuleUnsupportedRequest),
  'operation-not-found': anywhere(codes.CommonModuleParamsInvalid),
  'operation-stale': anywhere(codes.MessageModuleSendMessageFailed),
  'message-id-reused': anywhere(codes.MessageModuleSendMessageFailed),
  'conversation-not-found': anywhere(codes.ConversationModuleConversationDoesNotExist),
  'message-not-found': anywhere(codes.CommonModuleParamsInvalid),
  'message-revoked': anywhere(codes.MessageModuleMessageHasBeenRevoked),
  'user-not-found': {
    anywhere: codes.CommonModuleUserIsNotExist,
    messages: codes.MessageModuleTargetDoesNotExist,
    calls: codes.CallModuleInviteUserDoesNotExist,
  },
  'group-not-found': anywhere(codes.GroupModuleGroupDoesNotExist),
  'group-exists': anywhere(codes.GroupModuleGroupAlreadyExists),
  'not-group-member': anywhere(codes.GroupModuleUserIsNotInTheGroup),
  'not-allowed': {
    anywhere: codes.CommonModuleParamsInvalid,
    messages: codes.MessageModuleCommonError,
    groups: codes.GroupModuleGroupNoCorrespondingOperationAuthority,
    calls: codes.CallModuleCommonError,
  },
  'blocked-by-user': anywhere(codes.MessageModuleSenderInBlacklist),
  'group-muted': anywhere(codes.MessageModuleSenderIsMuted),
  'not-friend': anywhere(codes.FriendModuleNotYourFriend),
  'application-not-found': anywhere(codes.FriendModuleFriendApplicationStatusError),
  'application-expired': anywhere(codes.FriendModuleFriendApplicationExpired),
  'application-state-conflict': anywhere(codes.FriendModuleFriendApplicationStatusError),
  'join-application-needed': anywhere(codes.GroupModuleNeedApplyJoinGroupError),
  'invite-application-needed': anywhere(codes.GroupModuleNeedApplyInviteGroupError),
  'call-not-found': anywhere(codes.CallModuleDoesNotExist),
  'call-state-conflict': anywhere(codes.CallModuleCancelError),
  'file-not-found': anywhere(codes.MessageModuleFileNotExist),
  'file-mismatch': anywhere(codes.MessageModuleFileError),
  'limit-exceeded': anywhere(codes.CommonModuleParamsInvalid),
  'rate-limited': anywhere(codes.CommonModuleTriggerServerFrequencyLimit),
  'backend-failed': anywhere(codes.CommonModuleIMServerError),
}

/** The number of a code in an area. */
export function numberOf(code: ErrorCode, area: Area): ZIMErrorCode {
  const numbers = errorTable[code]
  return numbers[area] ?? numbers.anywhere
}
