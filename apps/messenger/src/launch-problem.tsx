import { Icon } from '@latchkey/ui-react'
import { ConfigurationError } from './configuration.js'

const problems = {
  unreachable: {
    title: 'No connection yet',
    text: 'The first visit needs a network, to learn where your server is. After that your chats open without one.',
  },
  unusable: {
    title: 'This messenger is not set up',
    text: 'It does not know its server: /config.json of this site has to state one, as {"serverUrl": "wss://…"}.',
  },
  unknown: {
    title: 'The messenger could not start',
    text: 'This browser refused something that it needs. Private windows often forbid to keep data.',
  },
} as const

/** In place of an empty page: why the messenger cannot begin, and a way to try again. */
export function LaunchProblem({ failure }: { readonly failure: unknown }) {
  const { title, text } = problems[failure instanceof ConfigurationError ? failure.reason : 'unknown']
  return (
    <div className="lk" data-theme={document.documentElement.dataset['theme']}>
      <main className="lk-full-pane">
        <Icon name="cloudOff" size={40} />
        <h1>{title}</h1>
        <p>{text}</p>
        <button
          type="button"
          className="lk-button"
          data-kind="primary"
          onClick={() => {
            location.reload()
          }}
        >
          Try again
        </button>
      </main>
    </div>
  )
}
