import { lines, type DemoLine, type Dialogue, type Said as SaidLine } from './dialogues.js'

const day = 24 * 60

type Said = readonly [userID: string, text: string]
type Some<Item> = readonly [Item, ...Item[]]

// One exchange of each list a day, each list with a length of its own, so that two days are not alike for a long time.
const openings: Some<Said> = [
  ['ada', 'Morning! Coffee first, then the numbers?'],
  ['bob', 'Early today. The tram was empty for once.'],
  ['ada', 'I am on the slow train, so I may vanish in the tunnel.'],
  ['bob', 'Good morning from the rainy side of town ☔'],
  ['ada', 'Working from the library today, very quiet keyboard.'],
  ['bob', 'Back from the dentist. I can only type, not talk.'],
  ['ada', 'Windows open, birds loud, mood excellent.'],
]

const questions: Some<Said> = [
  ['bob', 'Did the overnight sync go through?'],
  ['ada', 'How many phones are on the new build now?'],
  ['bob', 'Any crash reports worth a look?'],
  ['ada', 'Did support hear anything about the update?'],
  ['bob', 'What did the tester on the ferry say?'],
]

const answers: Some<string> = [
  'Yes, all of it, and nothing twice. I checked three accounts by hand.',
  'About {number}, and climbing. Half of them on very old phones.',
  'Two, both the same one, both from a phone with 60 MB left. We say so clearly now.',
  'One mail: “I was in the metro and did not notice.” I printed it.',
  'She wrote {number} messages without a bar of signal. They all went out in the harbour, in order.',
  'Nothing. I keep reloading the page because I do not trust silence.',
]

const closings: Some<Said> = [
  ['ada', 'Then I will call that a good day.'],
  ['bob', 'Lunch at one? The place with the lentils.'],
  ['ada', 'I will write it up before I forget the details.'],
  ['bob', 'Putting it on the board, next to the drawing of the key.'],
]

const today: readonly SaidLine[] = [
  [190, 'bob', 'Rehearsal notes: the plane-mode part works best when you do not announce it.'],
  [186, 'ada', 'So just switch it off mid-sentence?'],
  [185, 'bob', 'Exactly. Then keep typing as if nothing happened.'],
  [150, 'ada', 'I did it for my mother on the sofa. She asked why the others need a signal.'],
  [148, 'bob', '😂 Put her on the launch page.'],
  [97, 'bob', 'from-the-ferry.png', { isPicture: true, signs: { ada: '❤️' } }],
  [96, 'bob', 'No bar of signal out here. You will read this when I am back in the harbour.'],
  [64, 'bob', 'Can you bring the old phone on Thursday? The one with the cracked corner.'],
  [58, 'ada', 'Already charging. It starts faster than my new laptop.', { answers: 1 }],
  [12, 'bob', 'Perfect. I will bring the adapter and the good mood.'],
  [8, 'ada', 'See you at 16:00 for the rehearsal 👋'],
]

/** Ada and Bob: some hundred messages over two months, for scrolling. */
export function longThread(): Dialogue {
  const days = Array.from({ length: 60 }, (_, index) => dayLines(60 - index))
  return { between: ['ada', 'bob'], lines: [...days.flat(), ...lines(...today)], unread: { ada: 0, bob: 1 } }
}

function dayLines(daysAgo: number): DemoLine[] {
  const start = daysAgo * day + 7 * 60
  const opening = pick(openings, daysAgo)
  const question = pick(questions, daysAgo)
  const closing = pick(closings, daysAgo)
  const answer = pick(answers, daysAgo).replace('{number}', String(120 + ((daysAgo * 37) % 400)))
  return [
    { minutesAgo: start, userID: opening[0], text: opening[1] },
    { minutesAgo: start - 9, userID: question[0], text: question[1] },
    { minutesAgo: start - 21, userID: question[0] === 'ada' ? 'bob' : 'ada', text: answer },
    { minutesAgo: start - 26 - (daysAgo % 5), userID: closing[0], text: closing[1] },
  ]
}

function pick<Item>(items: Some<Item>, index: number): Item {
  return items[index % items.length] ?? items[0]
}
