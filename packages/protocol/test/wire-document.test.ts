import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readPullRequest, readPullResult, readPushedChanges } from '../src/change-log.js'
import { closeCodes, readClosing } from '../src/closure.js'
import { readAccount, readConnectRequest } from '../src/connect.js'
import { readGetFileRequest, readPutFileRequest, readPutFileResult } from '../src/files.js'
import { readFrame, type Frame } from '../src/frame.js'
import { readHeadsRequest, readHeadsResult } from '../src/heads.js'
import { readHistoryPage, readHistoryQuery } from '../src/history.js'
import { isOperationName, readOperationResult } from '../src/operations.js'
import { readOperationRequest } from '../src/operation-requests.js'
import { readSignal } from '../src/signal.js'
import { wireLimits } from '../src/wire-limits.js'

const document = await readFile(new URL('../../../docs/wire.md', import.meta.url), 'utf8')

interface Example {
  readonly from: string
  readonly frame: Frame
  readonly text: string
}

const examples = [...document.matchAll(/```json (client|server)\n(.*?)```/gs)].map(
  ([, from = '', text = '']): Example => {
    const maxBytes = from === 'client' ? wireLimits.maxClientFrameBytes : wireLimits.maxServerFrameBytes
    return { from, text: text.trim(), frame: readFrame(text, maxBytes) }
  },
)

/** What is left of a message once its schema has read it; equal to the message when no field was unknown. */
function readBody({ from, frame }: Example): unknown {
  switch (frame.type) {
    case 'request':
      return from === 'client' ? readClientRequest(frame.method, frame.parameters) : readPush(frame.parameters)
    case 'notification':
      return frame.method === 'closing' ? readClosing(frame.parameters) : readSignal(frame.parameters)
    case 'result':
      return from === 'server' ? readAnswer(frame.id, frame.result) : frame.result
    case 'error':
      return frame.error.code
  }
}

function readPush(parameters: unknown): unknown {
  return readPushedChanges(parameters)
}

function readClientRequest(method: string, parameters: unknown): unknown {
  if (method === 'connect') return readConnectRequest(parameters)
  if (method === 'pull') return readPullRequest(parameters)
  if (method === 'heads') return readHeadsRequest(parameters)
  if (method === 'history') return readHistoryQuery(parameters)
  if (method === 'putFile') return readPutFileRequest(parameters)
  if (method === 'getFile') return readGetFileRequest(parameters)
  if (method === 'ping') return parameters
  if (!isOperationName(method)) throw new Error(`${method} is not a method`)
  const request = readOperationRequest(method, parameters)
  return { operationID: request.operationID, ...request.parameters }
}

function readAnswer(id: number, result: unknown): unknown {
  const asked = examples.find(({ from, frame }) => from === 'client' && frame.type === 'request' && frame.id === id)
  if (asked?.frame.type !== 'request') throw new Error(`no example asks with the ID ${id}`)
  const { method, parameters } = asked.frame
  if (method === 'connect') return readAccount(result, 'ada')
  if (method === 'pull') return readPullResult(result, readPullRequest(parameters).limit)
  if (method === 'heads') return { changes: readHeadsResult(result, readHeadsRequest(parameters).limit) }
  if (method === 'history') return readHistoryPage(result, readHistoryQuery(parameters))
  if (method === 'putFile') return readPutFileResult(result, readPutFileRequest(parameters).file)
  if (method === 'ping' || method === 'getFile') return result
  if (!isOperationName(method)) throw new Error(`${method} is not a method`)
  return readOperationResult(method, result)
}

function bodyOf({ frame, text }: Example): unknown {
  if (frame.type === 'result') return frame.result
  return frame.type === 'error' ? /"data": \{ "code": "([a-z-]+)"/.exec(text)?.[1] : frame.parameters
}

describe('docs/wire.md', () => {
  it('has an example of every kind of message', () => {
    const methods = examples.flatMap(({ frame }) => ('method' in frame ? frame.method : []))
    expect(new Set(methods)).toEqual(
      new Set([
        ...['connect', 'sendMessage', 'revokeMessage', 'pull', 'heads', 'history', 'putFile', 'getFile'],
        ...['changes', 'signal', 'leaveGroup', 'closing', 'ping'],
      ]),
    )
  })

  it.each(examples)('shows a message that the schemas read whole: $text', (example) => {
    expect(readBody(example)).toEqual(bodyOf(example))
  })

  it('lists every close code', () => {
    for (const [reason, code] of Object.entries(closeCodes)) {
      const row = reason === 'client' ? 'closes with 1000' : new RegExp(`\\| ${code}.*\\| \`${reason}\``)
      expect(document).toMatch(row)
    }
  })
})
