/** What the tests use of version 1. What it reads is judged by its value. */

type Reads = (value: unknown) => unknown

interface Frame {
  readonly type: 'request' | 'notification' | 'result' | 'error'
  readonly id: number
  readonly method: string
  readonly parameters: unknown
  readonly result: unknown
}

export const subprotocols: readonly string[]
export const operationNames: readonly string[]
export const wireLimits: { readonly maxServerFrameBytes: number; readonly maxChanges: number }
export function readFrame(frame: string, maxBytes: number): Frame
export function formatRequest(id: number, method: string, parameters: object): string
export function formatResult(id: number, result: object): string
export function readOperationRequest(name: string, value: unknown): { readonly parameters: unknown }
export function readOperationResult(name: string, value: unknown): unknown
export function readPullResult(
  value: unknown,
  limit: number,
): {
  readonly page: {
    readonly changes: readonly { readonly type: string }[]
    readonly cursor: string
    readonly more: boolean
  }
  readonly skippedChanges: number
}
export function readPushedChanges(value: unknown): {
  readonly pushed: { readonly changes: readonly unknown[]; readonly cursor: string }
  readonly skippedChanges: number
}
export const readPullRequest: Reads
export const readConnectRequest: Reads
export const readHistoryQuery: Reads
