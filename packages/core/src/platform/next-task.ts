/**
 * Resolves in a task of its own, behind what waits already: input, painting, messages. Without a timer, which browsers hold
 * back in a page that is hidden.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
