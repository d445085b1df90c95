//! What the organisation has fixed, what the admin has chosen, and what follows from both.
//!
//! The organisation's values come from `storage.managed`; their schema is `extension/policy.schema.json`, which the browser
//! applies before it hands them over, and which Firefox does not know. So every value is judged again: a bad one is
//! reported and left out, and the rest goes on.

use crate::core::clock::Marks;
use crate::core::route::Route;
use crate::core::stored::Stored;
use crate::protocol::Dock;
use serde::{Deserialize, Serialize};

/// The languages of the panel. The first one is also the fallback.
pub const LANGUAGES: [&str; 13] = ["en", "nb", "sv", "da", "de", "fr", "es", "pt-BR", "nl", "it", "pl", "ja", "ar"];

/// The language of the panel beside a page in the language `tag`: `nb` for `no` and `nn-NO`, `pt-BR` for `pt-PT`, and
/// English where there is none. A reader of Nynorsk reads Bokmål rather than English.
pub fn nearest(tag: &str) -> &'static str {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let wanted = match primary(tag).as_str() {
        "no" | "nn" => "nb".to_owned(),
        other => other.to_owned(),
    };
    LANGUAGES.into_iter().find(|language| primary(language) == wanted).unwrap_or(LANGUAGES[0])
}

/// What can be required before an account is unblocked beside the gate: the names of [`crate::core::secure::Item`].
pub const CHECKS: [&str; 7] = ["sessions", "methods", "apps", "roles", "forwarding", "rules", "delegates"];

/// How many days the record is kept unless somebody says otherwise.
pub(crate) const RETENTION_DAYS: u32 = 30;
/// A year, and a day more in leap years.
const LONGEST_RETENTION: u32 = 366;
/// No list of a policy is longer, and no text in it.
const MOST_ITEMS: usize = 1_000;
const LONGEST_TEXT: usize = 300;

/// What the admin chose on the options page; stored.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Options {
    /// The language of the extension's own pages and the panel; otherwise they follow the portal and the browser.
    pub language: Option<String>,
    /// How long the record is kept, in days.
    pub retention_days: Option<u32>,
    /// Other marks of the recovery clock.
    pub marks: Option<Marks>,
    /// Where the panel was put, in the panel itself: the name of a [`Dock`].
    pub dock: Option<String>,
}

impl Options {
    /// Without what no options page would have stored.
    pub fn sound(self) -> Options {
        Options {
            language: self.language.filter(|language| LANGUAGES.contains(&language.as_str())),
            retention_days: self.retention_days.filter(is_retention),
            marks: self.marks.filter(Marks::are_sound),
            dock: self.dock.filter(|name| Dock::named(name).is_some()),
        }
    }
}

fn is_retention(days: &u32) -> bool {
    (1..=LONGEST_RETENTION).contains(days)
}

/// What the organisation has fixed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    required_checks: Option<Vec<String>>,
    may_work_hours: Option<f64>,
    expected_hours: Option<f64>,
    overdue_hours: Option<f64>,
    retention_days: Option<u32>,
    languages: Option<Vec<String>>,
    tenants: Option<Vec<String>>,
    hosts: Option<Vec<String>>,
    support_contact: Option<String>,
    support_link: Option<String>,
    allow_skipping: Option<bool>,
    problems: Vec<Problem>,
}

/// A value of a policy that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct Problem {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why a value does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// There is no such setting.
    Unknown,
    /// It is of another kind: a text where a number belongs.
    Kind,
    /// It is not among what is possible.
    Range,
}

impl Why {
    /// The sentence that says so.
    pub fn key(self) -> &'static str {
        match self {
            Why::Unknown => "policy.unknown",
            Why::Kind => "policy.kind",
            Why::Range => "policy.range",
        }
    }
}

impl Policy {
    /// Reads what `storage.managed` holds. Total: a bad value is a [`Problem`], and the others count.
    pub fn read<S: Stored>(managed: &S) -> Policy {
        let mut policy = Policy::default();
        for name in managed.names().unwrap_or_default() {
            let Some(value) = managed.field(&name) else { continue };
            if let Err(why) = policy.take(&name, &value) {
                policy.problems.push(Problem { name: name.chars().take(LONGEST_TEXT).collect(), why });
            }
        }
        if policy.marks(Marks::default()).is_none() {
            for (hours, name) in [
                (&mut policy.may_work_hours, "MayWorkHours"),
                (&mut policy.expected_hours, "ExpectedHours"),
                (&mut policy.overdue_hours, "OverdueHours"),
            ] {
                if hours.take().is_some() {
                    policy.problems.push(Problem { name: name.to_owned(), why: Why::Range });
                }
            }
        }
        policy
    }

    fn take<S: Stored>(&mut self, name: &str, value: &S) -> Result<(), Why> {
        match name {
            "RequiredChecks" => self.required_checks = Some(words(value, |word| CHECKS.contains(&word))?),
            "MayWorkHours" => self.may_work_hours = Some(hours(value)?),
            "ExpectedHours" => self.expected_hours = Some(hours(value)?),
            "OverdueHours" => self.overdue_hours = Some(hours(value)?),
            "RetentionDays" => {
                let days = value.read::<u32>().ok_or(Why::Kind)?;
                self.retention_days = Some(Some(days).filter(is_retention).ok_or(Why::Range)?);
            }
            "Languages" => self.languages = Some(languages(value)?),
            "AllowedTenants" => self.tenants = Some(words(value, is_tenant)?),
            "AllowedHosts" => {
                self.hosts = Some(words(value, |host| Route::of(&format!("https://{host}/")).cloud().is_some())?);
            }
            "SupportContact" => self.support_contact = Some(text(value)?),
            "SupportLink" => {
                let link = text(value)?;
                self.support_link = Some(Some(link).filter(|link| link.starts_with("https://")).ok_or(Why::Range)?);
            }
            "AllowSkipping" => self.allow_skipping = Some(value.read::<bool>().ok_or(Why::Kind)?),
            _ => return Err(Why::Unknown),
        }
        Ok(())
    }

    /// The marks, where the organisation has fixed one; none if they make no sense together.
    fn marks(&self, others: Marks) -> Option<Marks> {
        let marks = Marks {
            may_work: self.may_work_hours.unwrap_or(others.may_work),
            expected: self.expected_hours.unwrap_or(others.expected),
            overdue: self.overdue_hours.unwrap_or(others.overdue),
        };
        Some(marks).filter(Marks::are_sound)
    }

    /// What follows from the policy and what the admin chose.
    pub fn settings(&self, options: &Options) -> Settings {
        let chosen = options.clone().sound();
        let fixes_marks =
            self.may_work_hours.is_some() || self.expected_hours.is_some() || self.overdue_hours.is_some();
        let usual = Marks::default();
        let marks = if fixes_marks { self.marks(usual) } else { chosen.marks };
        let languages = self.languages.clone().unwrap_or_default();
        let language = chosen.language.filter(|chosen| languages.is_empty() || languages.contains(chosen));
        let fixed = [
            (self.required_checks.is_some(), Fixed::Checks),
            (fixes_marks, Fixed::Marks),
            (self.retention_days.is_some(), Fixed::Retention),
            (self.languages.is_some(), Fixed::Languages),
            (self.tenants.is_some(), Fixed::Tenants),
            (self.hosts.is_some(), Fixed::Hosts),
            (self.support_contact.is_some() || self.support_link.is_some(), Fixed::Support),
            (self.allow_skipping.is_some(), Fixed::Skipping),
        ];
        Settings {
            language,
            languages,
            marks: marks.unwrap_or(usual),
            retention_days: self.retention_days.or(chosen.retention_days).unwrap_or(RETENTION_DAYS),
            tenants: self.tenants.clone().unwrap_or_default(),
            hosts: self.hosts.clone().unwrap_or_default(),
            required_checks: self.required_checks.clone().unwrap_or_default(),
            no_skipping: self.allow_skipping == Some(false),
            support: Support {
                contact: self.support_contact.clone().unwrap_or_default(),
                link: self.support_link.clone().unwrap_or_default(),
            },
            fixed: fixed.into_iter().filter(|(is_fixed, _)| *is_fixed).map(|(_, fixed)| fixed).collect(),
            problems: self.problems.clone(),
            kept: 0,
            dock: chosen.dock,
        }
    }
}

fn hours<S: Stored>(value: &S) -> Result<f64, Why> {
    let hours = value.read::<f64>().ok_or(Why::Kind)?;
    if hours.is_finite() && hours > 0.0 { Ok(hours) } else { Err(Why::Range) }
}

fn text<S: Stored>(value: &S) -> Result<String, Why> {
    let text = value.read::<String>().ok_or(Why::Kind)?.trim().to_owned();
    let is_plain = !text.is_empty() && text.chars().count() <= LONGEST_TEXT && !text.contains(char::is_control);
    if is_plain { Ok(text) } else { Err(Why::Range) }
}

/// A list of words that are all possible: a list with one bad word counts as a whole or not at all, because an allow list
/// that lost an entry allows something else than was meant.
fn words<S: Stored>(value: &S, is_possible: impl Fn(&str) -> bool) -> Result<Vec<String>, Why> {
    let words: Vec<String> = value.read().ok_or(Why::Kind)?;
    let words: Vec<String> = words.iter().map(|word| word.trim().to_ascii_lowercase()).collect();
    let are_possible = !words.is_empty() && words.len() <= MOST_ITEMS && words.iter().all(|word| is_possible(word));
    if are_possible { Ok(words) } else { Err(Why::Range) }
}

fn languages<S: Stored>(value: &S) -> Result<Vec<String>, Why> {
    let known = |word: &str| LANGUAGES.into_iter().find(|language| language.eq_ignore_ascii_case(word));
    let words = words(value, |word| known(word).is_some())?;
    Ok(words.iter().filter_map(|word| known(word)).map(str::to_owned).collect())
}

/// A directory id, as in `tid=`.
fn is_tenant(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.chars().all(|c| c.is_ascii_hexdigit()))
}

/// What the organisation can fix, as the options page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fixed {
    /// Which checks are required.
    Checks,
    /// The marks of the recovery clock.
    Marks,
    /// How long the record is kept.
    Retention,
    /// Which languages.
    Languages,
    /// Which tenants.
    Tenants,
    /// Which hosts of the portal.
    Hosts,
    /// Whom to ask.
    Support,
    /// Whether securing the account can be skipped.
    Skipping,
}

/// Whom to ask when mail still does not work, as the organisation wrote it; empty if it wrote nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Support {
    /// A name, a number, an address.
    pub contact: String,
    /// A link; always https.
    pub link: String,
}

/// What counts, for every page of the extension.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(default)]
pub struct Settings {
    /// The language that the admin chose.
    pub language: Option<String>,
    /// The languages that the organisation allows, the first one wherever none of them fits; empty means all.
    pub languages: Vec<String>,
    /// The marks of the recovery clock.
    pub marks: Marks,
    /// How long the record is kept, in days; 0 before anything was read.
    pub retention_days: u32,
    /// Tenants the guide may work in; empty means all.
    pub tenants: Vec<String>,
    /// Hosts the guide may work on; empty means all.
    pub hosts: Vec<String>,
    /// Checks without which nothing is unblocked.
    pub required_checks: Vec<String>,
    /// "Done by someone else or not needed" does not count.
    pub no_skipping: bool,
    /// Whom to ask.
    pub support: Support,
    /// What the organisation has fixed.
    pub fixed: Vec<Fixed>,
    /// Values of the organisation that do not count.
    pub problems: Vec<Problem>,
    /// How many pieces of what was stored could not be read and are kept aside.
    pub kept: u32,
    /// Where the admin put the panel: the name of a [`Dock`].
    pub dock: Option<String>,
}

/// Where the organisation does not want the guide to work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forbidden {
    /// In this tenant.
    Tenant(String),
    /// On this host.
    Host(String),
}

impl Settings {
    /// In which language to speak beside a page in `page`'s.
    pub fn language_for(&self, page: &str) -> String {
        if let Some(chosen) = &self.language {
            return chosen.clone();
        }
        match self.languages.first() {
            Some(first) if !self.languages.iter().any(|allowed| allowed == nearest(page)) => first.clone(),
            _ => page.to_owned(),
        }
    }

    /// Whether the guide may work on the page at this address. Where the address names no tenant it is the one the admin
    /// signed in to, which nothing on the page tells for certain: then only the host counts.
    pub fn allow(&self, url: &str) -> Result<(), Forbidden> {
        let host = url.strip_prefix("https://").unwrap_or(url);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default().trim_end_matches(":443").to_ascii_lowercase();
        if !self.hosts.is_empty() && !self.hosts.contains(&host) {
            return Err(Forbidden::Host(host));
        }
        match Route::of(url) {
            Route::List { tenant: Some(tenant), .. } if !self.tenants.is_empty() => {
                if self.tenants.contains(&tenant.to_ascii_lowercase()) {
                    Ok(())
                } else {
                    Err(Forbidden::Tenant(tenant))
                }
            }
            _ => Ok(()),
        }
    }

    /// Whether the organisation has fixed this.
    pub fn has_fixed(&self, what: Fixed) -> bool {
        self.fixed.contains(&what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TENANT: &str = "11111111-2222-3333-4444-555555555555";

    #[test]
    fn a_whole_policy_is_read_and_nothing_is_left_to_the_admin() {
        let policy = Policy::read(&json!({
            "RequiredChecks": ["sessions"], "MayWorkHours": 2, "ExpectedHours": 6, "OverdueHours": 48,
            "RetentionDays": 90, "Languages": ["nb"], "AllowedTenants": [TENANT.to_uppercase()],
            "AllowedHosts": ["security.microsoft.com"], "SupportContact": "Help desk, 55 55",
            "SupportLink": "https://help.contoso.com/", "AllowSkipping": false,
        }));
        let marks = Marks { may_work: 3.0, ..Marks::default() };
        let options = Options { language: Some("en".into()), retention_days: Some(7), marks: Some(marks), dock: None };
        let settings = policy.settings(&options);
        assert_eq!(settings.problems, []);
        assert_eq!(settings.marks, Marks { may_work: 2.0, expected: 6.0, overdue: 48.0 });
        assert_eq!((settings.retention_days, settings.no_skipping), (90, true));
        assert_eq!(settings.language_for("en-US"), "nb");
        assert_eq!(settings.fixed.len(), 8);
        assert_eq!(
            settings.allow("https://protection.office.com/#/restrictedusers"),
            Err(Forbidden::Host("protection.office.com".into()))
        );
        let list = format!("https://security.microsoft.com/restrictedentities?tid={TENANT}");
        assert_eq!(settings.allow(&list), Ok(()));
        assert_eq!(settings.allow("https://security.microsoft.com/restrictedentities"), Ok(()));
        let other = list.replace("1111-2222", "1111-0000");
        assert!(matches!(settings.allow(&other), Err(Forbidden::Tenant(_))));
    }

    #[test]
    fn without_a_policy_the_admin_decides() {
        let options = Options { language: Some("nb".into()), retention_days: Some(7), marks: None, dock: None };
        let settings = Policy::read(&json!({})).settings(&options);
        assert_eq!((settings.retention_days, settings.marks), (7, Marks::default()));
        assert_eq!(settings.language_for("de-DE"), "nb");
        assert_eq!(Policy::default().settings(&Options::default()).language_for("de-DE"), "de-DE");
        let languages: Vec<&str> = ["de-DE", "no", "nn-NO", "pt-PT", "pt", "ar-SA", "fi", ""].map(nearest).into();
        assert_eq!(languages, ["de", "nb", "nb", "pt-BR", "pt-BR", "ar", "en", "en"]);
        assert!(settings.fixed.is_empty() && settings.allow("https://scc.office365.us/").is_ok());
    }

    #[test]
    fn a_bad_value_is_reported_and_the_rest_goes_on() {
        let policy = Policy::read(&json!({
            "RetentionDays": 0, "Languages": ["nb", "xx"], "AllowedTenants": ["contoso.com"], "AllowedHosts": [],
            "SupportLink": "javascript:alert(1)", "SupportContact": "Help\u{0}", "AllowSkipping": "no",
            "RequiredChecks": "all", "Surprise": 1, "MayWorkHours": -1, "OverdueHours": 12,
        }));
        let settings = policy.settings(&Options::default());
        let mut found: Vec<(&str, Why)> = settings.problems.iter().map(|it| (it.name.as_str(), it.why)).collect();
        found.sort_by_key(|(name, _)| *name);
        assert_eq!(
            found,
            [
                ("AllowSkipping", Why::Kind),
                ("AllowedHosts", Why::Range),
                ("AllowedTenants", Why::Range),
                ("Languages", Why::Range),
                ("MayWorkHours", Why::Range),
                ("RequiredChecks", Why::Kind),
                ("RetentionDays", Why::Range),
                ("SupportContact", Why::Range),
                ("SupportLink", Why::Range),
                ("Surprise", Why::Unknown),
            ]
        );
        assert_eq!(settings.marks.overdue, 12.0, "what is good counts");
        assert_eq!((settings.retention_days, &settings.fixed[..]), (RETENTION_DAYS, &[Fixed::Marks][..]));
    }

    #[test]
    fn marks_that_contradict_each_other_all_fall() {
        let settings = Policy::read(&json!({ "MayWorkHours": 5, "OverdueHours": 3 })).settings(&Options::default());
        assert_eq!(settings.marks, Marks::default());
        assert_eq!(settings.problems.len(), 2);
        assert!(!settings.has_fixed(Fixed::Marks));
    }

    #[test]
    fn what_is_no_policy_at_all_is_none() {
        for value in [json!(null), json!(7), json!([1]), json!("RetentionDays")] {
            assert_eq!(Policy::read(&value), Policy::default());
        }
    }

    #[test]
    fn options_edited_by_hand_do_not_count() {
        let marks = Some(Marks { may_work: f64::NAN, ..Marks::default() });
        let options = Options { language: Some("xx".into()), retention_days: Some(0), marks, dock: None };
        assert_eq!(options.sound(), Options::default());
    }
}
