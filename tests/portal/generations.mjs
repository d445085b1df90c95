// What tells the generations of the page apart, as data. A generation is a design of the page; a page is a generation
// on one component library. Sources: the vendor's own documentation of the page over the years, read for its steps.

/** Hosts under which the portal answers: the Defender portal and the older centre, every cloud. */
export const hosts = {
  defender: [
    'security.microsoft.com',
    'mto.security.microsoft.com',
    'transition.security.microsoft.com',
    'security.microsoft.us',
    'security.apps.mil',
  ],
  centre: ['protection.office.com', 'scc.office365.us', 'scc.protection.apps.mil'],
};

export const allHosts = [...hosts.defender, ...hosts.centre];

/**
 * action:    where Unblock is: in every `row`, as a link in an Actions `column`, or in the `command` bar once a row is picked
 * selection: how a row is picked: `none`, `check` (check boxes), `row` (a click on the row)
 * steps:     pages of the flyout, empty when there is no flyout
 * final:     the term on the flyout's last button
 */
const y2018 = {
  family: 'centre',
  title: 'restricted_users',
  action: 'row',
  selection: 'none',
  steps: [],
  final: 'yes',
  search: 'icon',
  columns: ['user_name', 'reason', 'date'],
};
const y2019 = { ...y2018, steps: ['details', 'confirm'], final: 'unblock_user' };
const y2020 = { ...y2019, action: 'column', search: 'enter' };
const y2021 = {
  family: 'defender',
  title: 'restricted_users',
  action: 'command',
  selection: 'row',
  steps: ['overview', 'recommendations'],
  final: 'submit',
  search: 'enter',
  columns: ['user_name', 'reason', 'date'],
};
const now = {
  ...y2021,
  title: 'restricted_entities',
  selection: 'check',
  steps: ['overview', 'actions'],
  columns: ['name', 'entity', 'reason', 'date'],
};

const centreHash = 'https://protection.office.com/#/restrictedusers';
const defenderNow = 'https://security.microsoft.com/restrictedentities';

export const pages = {
  seed: { ...y2019, generation: '2019', bundle: 'fluent8-react17', url: centreHash },
  2018: { ...y2018, generation: '2018', bundle: 'fabric7', url: centreHash },
  2019: { ...y2019, generation: '2019', bundle: 'fabric7', url: centreHash },
  2020: { ...y2020, generation: '2020', bundle: 'fluent8-react17', url: 'https://protection.office.com/restrictedusers' },
  2021: { ...y2021, generation: '2021', bundle: 'fluent8-react17', url: 'https://security.microsoft.com/restrictedusers' },
  now: { ...now, generation: 'now', bundle: 'fluent8-react18', url: defenderNow },
  now9: { ...now, generation: 'now', bundle: 'fluent9', url: defenderNow },
  nowwc: { ...now, generation: 'now', bundle: 'webcomponents3', url: defenderNow },
};

/** The page that a host serves when the configuration names none. */
export function defaultPage(host) {
  return hosts.centre.includes(host) ? 'seed' : 'now';
}
