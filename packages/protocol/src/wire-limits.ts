/**
 * The bounds of the wire. Both ends hold them: whoever formats stays within, whoever reads refuses what is beyond.
 * Bytes are bytes of UTF-8.
 */
export const wireLimits = {
  /** A frame from the server to a client. */
  maxServerFrameBytes: 1_048_576,
  /** A frame from a client to the server. */
  maxClientFrameBytes: 65_536,
  /** Bytes of a file in one frame. */
  maxFileChunkBytes: 262_144,
  /** A frame with bytes of a file, whichever side it comes from. */
  maxBinaryFrameBytes: 266_240,
  /** A name that says what kind of file something is. */
  maxMimeTypeBytes: 256,
  /** The text of a message, the payload of a custom one. An account's own limit may be lower. */
  maxTextBytes: 32_768,
  /** Names of people, groups and members. */
  maxNameBytes: 256,
  /** The address of a picture of a person or a group. */
  maxUrlBytes: 500,
  /** Extended data, notices, and what a list shows of a custom message. */
  maxCombineTitleBytes: 100,
  maxCombineSummaryBytes: 500,
  maxExtendedDataBytes: 1_024,
  /** People whose attention one message asks for. */
  maxMentions: 50,
  /** Parts of one message. */
  maxItems: 20,
  /** Those of them that have a file. */
  maxAttachedItems: 10,
  /** Width and height of a picture, in pixels. */
  maxPictureSide: 65_535,
  /** A blurred preview of a picture, in Base64. */
  maxThumbhashBytes: 64,
  /** How long a recording says that it is: a day. */
  maxRecordingMs: 86_400_000,
  /** A message content of a kind that this version does not know, as JSON text. */
  maxUnsupportedContentBytes: 65_536,
  /** How deeply such a content may be nested. */
  maxUnsupportedContentDepth: 32,
  /** What a user has written and not sent. */
  maxDraftBytes: 49_152,
  /** How long nobody may write in a group, unless it is until somebody ends it: a week. */
  maxMuteSeconds: 604_800,
  /** The name of an attribute of a group. */
  maxAttributeKeyBytes: 16,
  /** Attributes of one group. */
  maxAttributes: 10,
  /** Kinds of devices in one rule. */
  maxPlatforms: 16,
  /** What somebody says of themselves for now. */
  maxCustomStatusBytes: 64,
  /** How long that can hold, unless it is until they say something else: a year. */
  maxCustomStatusSeconds: 31_536_000,
  /** How long somebody's status is followed: 30 days. */
  maxSubscriptionSeconds: 2_592_000,
  /** A sign given to a message. */
  maxReactionBytes: 32,
  /** People named with a reaction. */
  maxReactionUsers: 5,
  /** A token or an app sign. */
  maxSecretBytes: 8_192,
  /** Changes in one page or push, people included. */
  maxChanges: 2_000,
  /** Changes that one pull may ask for. */
  maxPullLimit: 1_000,
  /** Conversations that one look at the heads may ask for. */
  maxHeadsLimit: 200,
  /** Messages that one look at the history may ask for. */
  maxHistoryLimit: 100,
  /** Users, members or IDs in one list. */
  maxListLength: 100,
  /** Keys with which a device can verify a token. */
  maxPublicKeys: 10,
  /** Fields of an error's details. */
  maxErrorDetails: 16,
} as const
