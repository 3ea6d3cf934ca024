import { createReadStream } from 'node:fs'

/** What a URL answers, or a file holds. Rejects beyond the bounds, for a redirect, and for an answer that is not good. */
export async function readBounded(
  source: string,
  {
    maxBytes,
    timeoutMs,
    signal,
  }: { readonly maxBytes: number; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  return collect(isURL(source) ? await openURL(source, until) : createReadStream(source, { signal: until }), maxBytes)
}

export function isURL(source: string): boolean {
  return /^https?:\/\//i.test(source)
}

async function openURL(url: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } })
  if (response.ok && response.body !== null) return response.body
  await response.body?.cancel()
  throw new Error(`the answer has the status ${response.status}`)
}

async function collect(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop ends the stream.
  for await (const chunk of stream) {
    size += chunk.length
    if (size > maxBytes) throw new Error(`more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
