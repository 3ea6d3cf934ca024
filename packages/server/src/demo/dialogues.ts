/** Who said what, and how long before the demo was made. */
export interface DemoLine extends DemoLineExtras {
  readonly minutesAgo: number
  readonly userID: string
  /** Of a picture: its name. */
  readonly text: string
}

export interface DemoLineExtras {
  readonly isPicture?: true
  /** How many lines before this one stands what it answers. */
  readonly answers?: number
  readonly mentions?: readonly string[]
  /** Who gave which sign to it. */
  readonly signs?: { readonly [userID: string]: string }
  /** Who pinned it above the conversation. */
  readonly pinnedBy?: string
}

export interface Dialogue {
  /** Between two people, or in a group. */
  readonly between: readonly [string, string] | { readonly groupID: string }
  readonly lines: readonly DemoLine[]
  /** How many of the last lines each of these people has not read. Everybody else has read none. */
  readonly unread: { readonly [userID: string]: number }
}

const hour = 60
const day = 24 * hour

/** A line, as it is written down. */
export type Said = readonly [minutesAgo: number, userID: string, text: string, extras?: DemoLineExtras]

export function lines(...given: readonly Said[]): DemoLine[] {
  return given.map(([minutesAgo, userID, text, extras]) => ({ minutesAgo, userID, text, ...extras }))
}

export const dialogues: readonly Dialogue[] = [
  {
    between: { groupID: 'launch-crew' },
    unread: { ada: 3, bob: 1, grace: 0, clara: 0 },
    lines: lines(
      [6 * hour, 'grace', 'Morning all. Launch is Thursday, 10:00 Lisbon time. Anything red on your side?'],
      [5 * hour + 50, 'kofi', 'Store listing approved ✅ screenshots in both themes.'],
      [5 * hour + 41, 'wei', '服务器压力测试昨晚跑完了，峰值比预期低 18%。Load test is green.'],
      [
        5 * hour + 32,
        'ada',
        'Offline start is down to 140 ms on my old phone. No reds from me.',
        { signs: { grace: '🎉', bob: '🎉', wei: '👍' } },
      ],
      [3 * hour, 'clara', 'Die Übersetzungen für DE und FR sind fertig, Arabisch kommt heute Abend.'],
      [
        52,
        'grace',
        'Lovely. @Ada Okafor, could you do the demo with the plane-mode trick again?',
        { mentions: ['ada'] },
      ],
      [47, 'bob', 'Seconded. People audibly gasped last time 😄', { answers: 1 }],
      [31, 'grace', 'Dress rehearsal at 16:00, link follows.', { pinnedBy: 'grace' }],
    ),
  },
  {
    between: ['ada', 'clara'],
    unread: { ada: 0, clara: 0 },
    lines: lines(
      [2 * day + 30, 'clara', 'Could you look over the onboarding texts before I send them to print?'],
      [2 * day + 12, 'ada', 'Read them on the train. Only page 3: “sign in” twice in one sentence.'],
      [2 * day + 8, 'clara', 'Danke! Fixed. You have better eyes than the whole department.'],
      [3 * hour + 20, 'clara', 'PS: the mugs arrived. Yours says “works offline”.'],
      [3 * hour + 12, 'ada', 'Finally a review I can drink from ☕'],
    ),
  },
  {
    between: ['ada', 'layla'],
    unread: { ada: 2, layla: 0 },
    lines: lines(
      [day + 5 * hour, 'ada', 'Did the right-to-left build reach you?'],
      [day + 4 * hour, 'layla', 'نعم، وصلت! القائمة أصبحت في المكان الصحيح أخيرًا.'],
      [day + 3 * hour + 50, 'ada', 'And the times next to the names?'],
      [72, 'layla', 'الأوقات جيدة، لكن رقم الإصدار v2.4 يظهر معكوسًا في صفحة الإعدادات.'],
      [70, 'layla', 'أرسلت لك لقطة شاشة بالبريد 🙏'],
    ),
  },
  {
    between: ['ada', 'aoi'],
    unread: { ada: 1, aoi: 0 },
    lines: lines(
      [day + 9 * hour, 'aoi', 'お疲れさまです。新しいアイコンの案を三つ作りました。'],
      [day + 8 * hour, 'ada', 'The second one, without a doubt. The key reads well even at 16 px.'],
      [day + 7 * hour + 40, 'aoi', 'ありがとうございます！では二番目で進めます。'],
      [2 * hour + 5, 'aoi', 'SVG を書き出しました。ダークモード用の色も入れてあります 🌙'],
    ),
  },
  {
    between: { groupID: 'weekend-hikers' },
    unread: { ada: 0, bob: 2, lena: 0 },
    lines: lines(
      [4 * day, 'ada', 'Saturday: the ridge or the lake?'],
      [4 * day - 20, 'diego', 'El lago, por favor. Mis rodillas votan también.'],
      [4 * day - 34, 'hugo', 'Le lac ! J’apporte le fromage.'],
      [3 * day, 'lena', 'Lake it is. Train at 8:12 from platform 4, I checked.'],
      [9 * hour, 'ada', 'Weather looks good until five. Bring something warm for the boat.'],
      [8 * hour + 40, 'diego', '¿Quién lleva el café?'],
      [8 * hour + 30, 'ada', 'Me. The big flask.'],
    ),
  },
  {
    between: ['ada', 'grace'],
    unread: { ada: 0, grace: 0 },
    lines: lines(
      [day + 2 * hour, 'grace', 'Tried to ring you, nothing urgent. The board wants ten minutes on privacy.'],
      [day + hour, 'ada', 'Sorry, I was underground. Ten minutes is fine, I have slides from May.'],
      [day + 50, 'grace', 'Perfect. Wednesday 9:30 then.'],
    ),
  },
  {
    between: ['ada', 'diego'],
    unread: { ada: 0, diego: 0 },
    lines: lines(
      [3 * day + 3 * hour, 'diego', '¿Me pasas la receta del pan de plátano?'],
      [
        3 * day + 2 * hour,
        'ada',
        'Three very ripe bananas, 200 g flour, 100 g sugar, 2 eggs, 80 g butter, a pinch of salt. 55 minutes at 175 °C.',
      ],
      [3 * day + hour, 'diego', 'Lo hice. No quedó ni una foto 😋'],
    ),
  },
  {
    between: ['ada', 'wei'],
    unread: { ada: 0, wei: 0 },
    lines: lines(
      [5 * day, 'wei', '昨天的日志我看过了，重连次数正常。'],
      [5 * day - 15, 'ada', 'Great. So the spike was only the lift shaft again?'],
      [5 * day - 22, 'wei', '对，电梯里没有信号，出来两秒就恢复了。'],
    ),
  },
  {
    between: ['ada', 'hugo'],
    unread: { ada: 0, hugo: 0 },
    lines: lines(
      [6 * day, 'hugo', 'Tu viens au concert vendredi ? Il reste une place.'],
      [6 * day - 40, 'ada', 'Yes! I owe you a drink.'],
      [6 * day - 44, 'hugo', 'Deux. Le bar est cher.'],
    ),
  },
  {
    between: { groupID: 'book-club' },
    unread: { ada: 0, layla: 0, yael: 1 },
    lines: lines(
      [8 * day, 'layla', 'الكتاب القادم: «موسم الهجرة إلى الشمال». من معنا؟'],
      [8 * day - 30, 'yael', 'אני בפנים! יש לי עותק ישן מהאוניברסיטה.'],
      [8 * day - 90, 'ada', 'In. I will read it in English, with the dictionary open.'],
      [7 * day, 'lena', 'First of the month at my place? I have the long table now.'],
    ),
  },
  {
    between: ['ada', 'kofi'],
    unread: { ada: 0, kofi: 0 },
    lines: lines(
      [9 * day, 'kofi', 'The store asked for a privacy sheet. Which of these do we collect? Name, and that is it?'],
      [9 * day - 25, 'ada', 'Name and what people write. Nothing else, and it stays readable on their own device.'],
      [9 * day - 31, 'kofi', 'Best form I ever filled in. Two ticks.'],
    ),
  },
  {
    between: ['ada', 'lena'],
    unread: { ada: 0, lena: 0 },
    lines: lines(
      [12 * day, 'lena', 'Left my scarf at yours, the green one?'],
      [12 * day - 60, 'ada', 'It is guarding the coat rack. I will bring it on Saturday.'],
    ),
  },
  {
    between: ['bob', 'clara'],
    unread: { bob: 1, clara: 0 },
    lines: lines(
      [day + 6 * hour, 'bob', 'Which font size for the flyer, 9 or 10?'],
      [day + 5 * hour, 'clara', '10. Wir werden alle nicht jünger.'],
      [95, 'clara', 'Printer confirms for Tuesday 👍'],
    ),
  },
  {
    between: ['bob', 'kofi'],
    unread: { bob: 0, kofi: 0 },
    lines: lines(
      [2 * day, 'kofi', 'Five-a-side tonight? We are one short.'],
      [2 * day - 10, 'bob', 'In, if I may be the goalkeeper.'],
      [2 * day - 14, 'kofi', 'You are always the goalkeeper.'],
    ),
  },
  {
    between: { groupID: 'flat-14b' },
    unread: { bob: 2, kofi: 0, hugo: 0 },
    lines: lines(
      [3 * day, 'bob', 'The heating engineer comes on Monday between 8 and 12.'],
      [3 * day - 12, 'hugo', 'Je travaille à la maison lundi, je lui ouvre.'],
      [4 * hour, 'kofi', 'Who ate the last plantain?'],
      [4 * hour - 3, 'hugo', 'Le chat.'],
    ),
  },
]
