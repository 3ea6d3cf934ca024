import { blacklistFeature, callsFeature, groupsFeature, type Chat, type FeatureMethods } from '@latchkey/core'

/** Everything optional that the clients of a schedule have. */
export const features = [blacklistFeature, callsFeature, groupsFeature] as const

export type SimulatedChat = Chat & FeatureMethods<typeof features>
