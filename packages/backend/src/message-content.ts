import type {
  AttachedContent,
  CombineContent,
  ContentItem,
  MessageContent,
  SendableContent,
} from '@latchkey/core/driver'
import { utf8Length } from '@latchkey/protocol'
import { assertPrintable } from './identifiers.js'
import { assertAtMost, assertBytes, assertCount, assertRule, contractLimits, type BackendLimits } from './limits.js'

/** Refuses what is too large or blank. */
export function assertContent(content: SendableContent | CombineContent, limits: BackendLimits): void {
  if (content.type === 'combine') {
    assertRule('content.title', 'not blank', content.title.trim() !== '')
    assertBytes('title', content.title, contractLimits.combineTitleBytes)
    assertBytes('summary', content.summary, contractLimits.combineSummaryBytes)
    assertCount('content.itemCount', content.itemCount, 1, contractLimits.combinedPerMessage)
    return
  }
  if (content.type !== 'multiple') return assertItem(content, limits)
  const { itemList } = content
  assertCount('content.itemList.length', itemList.length, 1, contractLimits.itemsPerMessage)
  assertAtMost('filesPerMessage', itemList.filter(isAttached).length, contractLimits.filesPerMessage)
  for (const item of itemList) assertItem(item, limits)
  const textBytes = itemList.reduce((sum, item) => sum + utf8Length(longTextOf(item)), 0)
  assertAtMost('maxTextBytes', textBytes, limits.maxTextBytes)
}

/** The files that a message holds. */
export function filesOf(content: MessageContent | undefined): readonly AttachedContent[] {
  if (content === undefined) return []
  return (content.type === 'multiple' ? content.itemList : [content]).filter(isAttached)
}

export function isSameContent(one: MessageContent, other: MessageContent): boolean {
  return isSame(one, other)
}

function assertItem(content: ContentItem, limits: BackendLimits): void {
  switch (content.type) {
    case 'text':
      assertRule('content.text', 'not blank', content.text.trim() !== '')
      assertBytes('maxTextBytes', content.text, limits.maxTextBytes)
      return
    case 'custom':
      assertCount('content.subType', content.subType, 0, contractLimits.customSubType)
      assertBytes('maxTextBytes', content.payload, limits.maxTextBytes)
      assertBytes('searchedText', content.searchedText ?? '', contractLimits.extendedDataBytes)
      return
    case 'location':
      assertDegrees('content.latitude', content.latitude, 90)
      assertDegrees('content.longitude', content.longitude, 180)
      assertBytes('title', content.title, contractLimits.nameBytes)
      assertBytes('address', content.address, contractLimits.extendedDataBytes)
      return
    default:
      assertAttached(content)
  }
}

function assertAttached(content: AttachedContent): void {
  assertPrintable('content.fileID', content.fileID)
  assertRule('content.fileName', 'not empty', content.fileName !== '')
  assertBytes('fileName', content.fileName, contractLimits.nameBytes)
  assertBytes('mimeType', content.mimeType, contractLimits.mimeTypeBytes)
  if ('width' in content) {
    assertCount('content.width', content.width, 1, contractLimits.pictureSide)
    assertCount('content.height', content.height, 1, contractLimits.pictureSide)
    assertBytes('thumbhash', content.thumbhash ?? '', contractLimits.thumbhashBytes)
  }
  if ('durationMs' in content) assertCount('content.durationMs', content.durationMs, 0, contractLimits.recordingMs)
}

function assertDegrees(argument: string, value: number, most: number): void {
  assertRule(argument, `a number from -${most} to ${most}`, Math.abs(value) <= most)
}

function longTextOf(item: ContentItem): string {
  return item.type === 'text' ? item.text : item.type === 'custom' ? item.payload : ''
}

function isAttached(content: MessageContent): content is AttachedContent {
  return 'fileID' in content
}

/** Whether both are the same JSON, in whatever order their fields came. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return one === other
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => isSame(one[name], other[name]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
