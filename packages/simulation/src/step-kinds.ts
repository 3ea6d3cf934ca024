/** What users do. What exactly a step comes to (which conversation, which message) is decided when its time has come. */
export const operationKinds = [
  'sendMessage',
  'clearUnread',
  'pin',
  'draft',
  'deleteMessages',
  'deleteForAllDevices',
  'editMessage',
  'revokeMessage',
  'react',
  'deleteConversation',
  'insertMessage',
  'createGroup',
  'inviteUsers',
  'leaveGroup',
  'callInvite',
  'callAnswer',
  'callCancel',
  'queryHistory',
  'queryConversations',
  'queryOthers',
  'subscribe',
  'retryOrDiscard',
  'retryAll',
  'syncNow',
  'login',
  'wrongLogin',
  'logout',
  'renewToken',
  'relaunch',
  'hideOrShow',
  'block',
  'changeProfile',
  'befriend',
  'manageGroup',
  'noteGroup',
  'callMore',
  'setFlag',
  'pinMessage',
  'deleteAllMessages',
] as const
export type OperationKind = (typeof operationKinds)[number]

/** What goes wrong. */
export const faultKinds = [
  'drop',
  'delay',
  'double',
  'reorder',
  'cut',
  'halfOpen',
  'slow',
  'hung',
  'refused',
  'captive',
  'backendCrash',
  'clientCrash',
  'storageError',
  'quota',
  'clockJump',
  'tabDeath',
  'tokenEnd',
  'kickOut',
  'duplicatePush',
  'stalePush',
  'trimmedLog',
  'tabFrozen',
  'tabPutAway',
  'tabRobbed',
] as const
export type FaultKind = (typeof faultKinds)[number]
/** What happens only where a device has several tabs. */
export type TabFaultKind = 'tabFrozen' | 'tabPutAway' | 'tabRobbed'

/** What every second schedule has besides. */
export type OptionalKind =
  | 'changeProfile'
  | 'befriend'
  | 'manageGroup'
  | 'noteGroup'
  | 'callMore'
  | 'setFlag'
  | 'pinMessage'
  | 'deleteAllMessages'
