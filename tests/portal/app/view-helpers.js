// Small decisions that every library's views share.

/** Whom a flyout or warning is about, in words; empty when the configuration says that it names nobody there. */
export function who(items, place, { config, t }) {
  if (config.names !== 'both' && config.names !== place) return '';
  return items.length === 1 ? items[0].identity : t('users_selected', { n: items.length });
}

export function cell(item, column, { config, t }) {
  switch (column) {
    case 'user_name':
    case 'name':
      return item.identity;
    case 'entity':
    case 'reason':
      return t(item[column]);
    case 'date':
      return new Intl.DateTimeFormat(config.language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(item.date));
    default:
      throw new Error(`no column ${column}`);
  }
}

/** The flyout of the model as what is drawn: title, sections, the buttons of its footer. */
export function flyoutContent(flyout, { page, actions, t }) {
  const step = flyout.steps[flyout.at];
  const last = flyout.at === flyout.steps.length - 1;
  const recommendations = {
    heading: t('recommendations'),
    list: ['recommend_1', 'recommend_2', 'recommend_3', 'recommend_4'].map((key) => t(key)),
  };
  const sections = {
    details: [{ heading: t('details'), text: t('details_text'), facts: true }, recommendations],
    overview: [{ heading: t('overview'), text: t('overview_text'), facts: true }, recommendations],
    confirm: [{ heading: t('recommendations'), text: t('confirm_text'), list: recommendations.list.slice(0, 2) }],
    recommendations: [recommendations, { text: t('confirm_text') }],
    actions: [
      { heading: t('mfa'), text: t('mfa_text'), link: t('enable_mfa') },
      { heading: t('change_password'), text: t('change_password_text'), link: t('reset_password') },
    ],
    entity: [{ heading: t('details'), text: t('entity_text'), facts: true }],
  }[step];
  const final = flyout.kind === 'connector' ? 'unblock' : page.final;
  return {
    title: flyout.kind === 'connector' ? t('unblock_entity') : t('unblock_user'),
    sections,
    primary: last ? { label: t(final), run: actions.final } : { label: t('next'), run: actions.next },
    back: flyout.at > 0 ? { label: t('back'), run: actions.back } : null,
    cancel: { label: t('cancel'), run: actions.closeFlyout },
  };
}

/** The rows of the facts section of a flyout: what the list says about the account, without its name. */
export function facts(item, context) {
  return ['reason', 'date'].map((column) => [context.t(column), cell(item, column, context)]);
}

/** Rows by reason, in the order of `items`: the groups of the grouped list. */
export function grouped(items, t) {
  const byReason = new Map();
  for (const item of items) byReason.set(item.reason, [...(byReason.get(item.reason) ?? []), item]);
  let startIndex = 0;
  const ordered = [];
  const groups = [...byReason].map(([reason, members]) => {
    const group = { key: reason, name: t(reason), startIndex, count: members.length, level: 0, isCollapsed: true };
    startIndex += members.length;
    ordered.push(...members);
    return group;
  });
  return { groups, items: ordered };
}

export const navigation = [
  { key: 'home', icon: 'Home' },
  { key: 'alerts', icon: 'Ringer' },
  { key: 'email_group', icon: 'Mail', pages: [{ key: 'explorer' }, { key: 'quarantine' }, { key: 'restricted' }] },
  { key: 'reports', icon: 'ReportDocument' },
  { key: 'settings', icon: 'Settings' },
];

/** What a page is called in the navigation, the breadcrumb and its own heading. */
export function pageTitle(route, { page, t }) {
  if (route === 'restricted') return t(page.title);
  return route === 'unknown' ? t('unknown_title') : t(route);
}

export const alerts = [
  { key: 'alert_name', severity: 'low', restricted: true },
  { key: 'alert_name_2', severity: 'medium' },
  { key: 'alert_name_3', severity: 'high' },
];

/** Whether Unblock can be offered for the present selection. */
export function commandBarOffersUnblock({ state, config, page }) {
  return page.action === 'command' && !config.read_only && state.selected.length > 0;
}
