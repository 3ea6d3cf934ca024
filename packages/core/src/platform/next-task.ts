/**
 * Resolves in a task of its own, behind what waits already: input, painting, messages. Without a timer, which browsers hold
 * back in a page that is hidden; by one where there is nothing else, as in React Native.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === 'undefined') {
      setTimeout(resolve, 0)
      return
    }
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
