/** Texts of the ledger: Latin with diacritics, Greek, Cyrillic, Han and Arabic, since a real bank's have them all. */
export const names = {
  latin: [
    ['José', 'Zoë', 'François', 'Łukasz', 'Siân', 'Jürgen', 'Åsa', 'Chloé', 'Tomáš', 'Inês', 'Mary', "D'Arcy"],
    [
      'Muñoz',
      'Ångström',
      'Lefèvre',
      'Żak',
      "O'Hara",
      'Müller',
      'Sørensen',
      'Nuñez',
      'Dvořák',
      'Gonçalves',
      'Null',
      'Smith-Jones',
    ],
  ],
  greek: [
    ['Ελένη', 'Γιώργος', 'Μαρία', 'Νίκος', 'Σοφία', 'Δημήτρης'],
    ['Παπαδοπούλου', 'Νικολάου', 'Οικονόμου', 'Αθανασίου', 'Βλάχος'],
  ],
  cyrillic: [
    ['Дмитрий', 'Ольга', 'Йосип', 'Наталія', 'Ђорђе', 'Анна'],
    ['Соколов', 'Шевченко', 'Петровић', 'Кузнецова', 'Їжакевич'],
  ],
  han: [
    ['山田', '王', '佐藤', '李', '김', '陳'],
    ['太郎', '小明', '美咲', '志強', '민준', '淑芬'],
  ],
  arabic: [
    ['محمد', 'فاطمة', 'يوسف', 'ليلى', 'خالد'],
    ['العلي', 'الحسن', 'بن سعيد', 'المنصوري'],
  ],
} as const;

/** Among them what readers trip over: delimiters, quotes, spaces that matter, words that look like NULL or a formula. */
export const memos = [
  'Joint account since the merger',
  'Contact by post only',
  'Signature card, "second" version',
  'Prüfung abgeschlossen; Akte 12/7',
  'N/A',
  'NULL',
  '  two spaces before, one after ',
  '=1+1',
  'Ne pas appeler après 18 h',
  'Δεν έχει ηλεκτρονική διεύθυνση',
  'Перенесено из старой системы',
  '要確認',
  'حساب مشترك',
  '007',
  '1e3',
] as const;

export const references = [
  'Invoice',
  'Loyer août',
  'Miete',
  'Ενοίκιο',
  'Зарплата',
  '家賃',
  'إيجار',
  'Abono nómina',
  'Order "express"',
  'Refund, partial',
] as const;

export const narratives = [
  'card purchase',
  'standing order',
  'Überweisung',
  'prélèvement SEPA',
  'μεταφορά',
  'перевод средств',
  '振込',
  'تحويل',
  'fee, monthly',
] as const;
export const rareNarratives = ['gift 🎁', 'family 👩‍👩‍👧‍👦 fund', 'first line\nsecond line', 'said "done"'] as const;
