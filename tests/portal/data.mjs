// The restricted entities of the practice tenant: 300 of them, the same in every run.

const reasons = ['outbound_spam', 'hourly_limit', 'daily_limit', 'suspicious'];
const newest = Date.UTC(2026, 10, 20, 8, 52);

// Accounts that exist because somebody can confuse them with another one.
const chosen = [
  { identity: 'rob@contoso.com', name: 'Rob Young' },
  { identity: 'robert@contoso.com', name: 'Robert Lind' },
  { identity: 'rob.b@contoso.com', name: 'Rob Barker' },
  // The second letter is U+043E, a Cyrillic o.
  { identity: 'r\u043eb@contoso.com', name: 'Rob Young' },
  { identity: 'ANNA.BERG@CONTOSO.COM', name: 'Anna Berg' },
  // The list shows the user principal name; mail comes from the SMTP address, which it does not show.
  { identity: 'robert.smith@contoso.com', name: 'Bob Smith', smtp: 'bob.smith@contoso.com' },
  { identity: '5f2c8a1e-3b7d-4c60-9e15-8d4a7b20f6c3', name: '5f2c8a1e-3b7d-4c60-9e15-8d4a7b20f6c3', entity: 'connector' },
  { identity: 'scanner.relay@contoso.com', name: 'Scanner relay', entity: 'connector' },
  { identity: 'Fabrikam relay', name: 'Fabrikam relay', entity: 'connector' },
  ...[4, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 421].map((n) => ({
    identity: `user${n}@contoso.com`,
    name: `User ${n}`,
  })),
  // Ordinary people for a queue of several.
  { identity: 'adele.vance@contoso.com', name: 'Adele Vance' },
  { identity: 'alex.wilber@contoso.com', name: 'Alex Wilber' },
  { identity: 'diego.siciliani@contoso.com', name: 'Diego Siciliani' },
  { identity: 'grady.archie@contoso.com', name: 'Grady Archie' },
  { identity: 'isaiah.langer@contoso.com', name: 'Isaiah Langer' },
  { identity: 'joni.sherman@contoso.com', name: 'Joni Sherman' },
  { identity: 'lee.gu@contoso.com', name: 'Lee Gu' },
  { identity: 'lidia.holloway@contoso.com', name: 'Lidia Holloway' },
  { identity: 'lynne.haugen@contoso.com', name: 'Lynne Haugen' },
  { identity: 'megan.bowen@contoso.com', name: 'Megan Bowen' },
  { identity: 'nestor.wilke@contoso.com', name: 'Nestor Wilke' },
  { identity: 'patti.fernandez@contoso.com', name: 'Patti Fernandez' },
];

const first = 'Aino Bente Carlos Dana Elif Farid Greta Hugo Ines Jonas Kaja Liam Mona Nils Olga Petra Quinn Rita Sofia Tomas'.split(' ');
const last = 'Aas Brandt Costa Dahl Eide Fischer Garcia Hagen Ito Jensen Kowalski Larsen Moreau Novak Olsen Petit'.split(' ');

/** A fresh copy of all entities, in the order in which the list shows them (newest first). */
export function entities() {
  const all = chosen.map((entry) => ({ ...entry }));
  for (let n = 0; all.length < 300; n += 1) {
    const given = first[n % first.length];
    const family = last[(n + Math.floor(n / first.length)) % last.length];
    const identity = `${given}.${family}@contoso.com`.toLowerCase();
    if (!all.some((entry) => entry.identity === identity)) all.push({ identity, name: `${given} ${family}` });
  }
  // 300 and 127 have no common divisor: every position is taken once, and neighbours are spread over the whole list.
  const order = all.map((_, index) => all[(index * 127 + 61) % all.length]);
  return order.map((entry, index) => ({
    entity: 'mailbox',
    smtp: entry.identity.toLowerCase(),
    ...entry,
    id: index + 1,
    reason: reasons[(index * 5 + (index >> 3)) % reasons.length],
    date: new Date(newest - index * 97 * 60_000).toISOString(),
  }));
}
