import { describe, expect, it } from 'vitest'
import { messageContent, sendableContent } from '../src/message-content.js'
import { readWith } from '../src/validation.js'
import { wireLimits } from '../src/wire-limits.js'
import { reasonOf } from './reason-of.js'

const read = (content: unknown) => readWith(messageContent, content, 'content')
const readSendable = (content: unknown) => readWith(sendableContent, content, 'content')

describe('message content', () => {
  it('of an unknown kind is kept whole as unsupported', () => {
    const original = { type: 'poll', question: 'When?', options: [{ text: 'Now' }] }
    expect(read(original)).toEqual({
      type: 'unsupported',
      originalType: 'poll',
      original: JSON.stringify(original),
    })
  })

  it('that is already unsupported stays as it is', () => {
    const content = { type: 'unsupported', originalType: 'poll', original: '{"type":"poll"}' }
    expect(read(content)).toEqual(content)
  })

  it('of a known kind loses the fields this version does not know', () => {
    expect(read({ type: 'text', text: 'hello', mood: 'calm' })).toEqual({ type: 'text', text: 'hello' })
  })

  it.each([
    ['a text without text', { type: 'text' }],
    ['a text that is too long', { type: 'text', text: 'ü'.repeat(wireLimits.maxTextBytes / 2 + 1) }],
    ['a subType above 200', { type: 'custom', subType: 201, payload: '' }],
    ['a subType that is no integer', { type: 'custom', subType: 1.5, payload: '' }],
    ['a file without a name', { type: 'file', fileName: '', mimeType: '', fileSize: 1, fileID: 'f' }],
    ['a file of half a byte', { type: 'file', fileName: 'a', mimeType: '', fileSize: 0.5, fileID: 'f' }],
    ['no kind', { text: 'hello' }],
    ['a kind that is no name', { type: 'ö' }],
    ['a list', ['text']],
    ['an unknown kind that is too large', { type: 'poll', body: 'x'.repeat(wireLimits.maxUnsupportedContentBytes) }],
  ])('is refused when it is %s', (_name, content) => {
    expect(reasonOf(() => read(content))).toContain('content')
  })

  it('of an unknown kind is refused when it is nested too deeply', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
    expect(read({ type: 'poll', body: nested(31) })).toMatchObject({ type: 'unsupported' })
    expect(reasonOf(() => read({ type: 'poll', body: nested(32) }))).toContain('content')
    const bottomless: unknown = JSON.parse(`{"type":"poll","body":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(reasonOf(() => read(bottomless))).toContain('content')
  })

  it('to send is of a known kind and not blank', () => {
    expect(readSendable({ type: 'text', text: ' a ' })).toEqual({ type: 'text', text: ' a ' })
    expect(reasonOf(() => readSendable({ type: 'text', text: ' \n\t' }))).toContain('content')
    expect(reasonOf(() => readSendable({ type: 'poll' }))).toContain('content')
    expect(reasonOf(() => readSendable({ type: 'unsupported', originalType: 'a', original: '1' }))).toContain('content')
  })
})
