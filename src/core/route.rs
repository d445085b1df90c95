//! Where in the portal a page is, from its address alone.
//!
//! Hosts are matched exactly, never by ending, and only `https`. The list has been reached under several paths,
//! hashes and queries over the years; all of them are in [`Route::of`]. Source: Microsoft's published addresses.

/// Where a page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The list of restricted users (or entities).
    List {
        /// Which cloud.
        cloud: Cloud,
        /// The tenant that the address names (`tid=`), for partners who manage several.
        tenant: Option<String>,
    },
    /// Another page of the portal.
    Portal {
        /// Which cloud.
        cloud: Cloud,
        /// The tenant that the address names.
        tenant: Option<String>,
    },
    /// Anywhere else.
    Elsewhere,
}

/// The clouds that have such a portal; none is known for China (21Vianet).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cloud {
    /// Worldwide and GCC.
    Worldwide,
    /// GCC High.
    GccHigh,
    /// DoD.
    Dod,
}

const HOSTS: [(&str, Cloud); 8] = [
    ("security.microsoft.com", Cloud::Worldwide),
    ("mto.security.microsoft.com", Cloud::Worldwide),
    ("transition.security.microsoft.com", Cloud::Worldwide),
    ("protection.office.com", Cloud::Worldwide),
    ("security.microsoft.us", Cloud::GccHigh),
    ("scc.office365.us", Cloud::GccHigh),
    ("security.apps.mil", Cloud::Dod),
    ("scc.protection.apps.mil", Cloud::Dod),
];

impl Cloud {
    /// The hosts of its portal.
    pub fn hosts(self) -> impl Iterator<Item = &'static str> {
        HOSTS.iter().filter(move |(_, cloud)| *cloud == self).map(|(host, _)| *host)
    }

    /// The clouds whose hosts the admin allows one by one.
    pub const SOVEREIGN: [Cloud; 2] = [Cloud::GccHigh, Cloud::Dod];

    /// Its name, which is the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Cloud::Worldwide => "Worldwide",
            Cloud::GccHigh => "GCC High",
            Cloud::Dod => "DoD",
        }
    }

    /// The cloud of this name.
    pub fn named(name: &str) -> Option<Cloud> {
        Cloud::SOVEREIGN.into_iter().chain([Cloud::Worldwide]).find(|cloud| cloud.name() == name)
    }

    /// The match patterns of its hosts, as a manifest and a permission name them.
    pub fn origins(self) -> impl Iterator<Item = String> {
        self.hosts().map(|host| format!("https://{host}/*"))
    }

    /// The address of today's list in this cloud, for the tenant that a page named.
    pub fn list_url(self, tenant: Option<&str>) -> String {
        let list = match self {
            Cloud::Worldwide => "https://security.microsoft.com/restrictedentities",
            Cloud::GccHigh => "https://security.microsoft.us/restrictedentities",
            Cloud::Dod => "https://security.apps.mil/restrictedentities",
        };
        tenant.map_or_else(|| list.to_owned(), |tenant| format!("{list}?tid={tenant}"))
    }

    /// The address of the page where passwords are reset and sign-in is blocked.
    pub fn users_url(self) -> &'static str {
        match self {
            Cloud::Worldwide => "https://admin.cloud.microsoft/?#/users",
            Cloud::GccHigh => "https://portal.office365.us/adminportal/home#/users",
            Cloud::Dod => "https://portal.apps.mil/adminportal/home#/users",
        }
    }
}

impl Route {
    /// Reads an address; total on any text.
    pub fn of(url: &str) -> Route {
        let Some(rest) = url.strip_prefix("https://") else { return Route::Elsewhere };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, after) = rest.split_at(end);
        let host = host.strip_suffix(":443").unwrap_or(host).to_ascii_lowercase();
        let Some(&(_, cloud)) = HOSTS.iter().find(|(known, _)| *known == host) else { return Route::Elsewhere };
        let (before, hash) = after.split_once('#').unwrap_or((after, ""));
        let (path, query) = before.split_once('?').unwrap_or((before, ""));
        // Only the bare page counts as path; a hash route may carry its own query.
        let hash_path = hash.split_once('?').map_or(hash, |(path, _)| path);
        let is_list = names_list(path)
            || (matches!(path, "" | "/" | "/homepage") && names_list(hash_path))
            || parameter(query, "hash").is_some_and(|value| names_list(&value));
        let tenant =
            parameter(query, "tid").or_else(|| hash.split_once('?').and_then(|(_, query)| parameter(query, "tid")));
        let tenant = tenant.filter(|tenant| is_tenant(tenant));
        if is_list { Route::List { cloud, tenant } } else { Route::Portal { cloud, tenant } }
    }

    /// The cloud, where the page is in one.
    pub fn cloud(&self) -> Option<Cloud> {
        match self {
            Route::List { cloud, .. } | Route::Portal { cloud, .. } => Some(*cloud),
            Route::Elsewhere => None,
        }
    }

    /// The tenant that the address names.
    pub fn tenant(&self) -> Option<&str> {
        match self {
            Route::List { tenant, .. } | Route::Portal { tenant, .. } => tenant.as_deref(),
            Route::Elsewhere => None,
        }
    }

    /// Whether the page is the list.
    pub fn is_list(&self) -> bool {
        matches!(self, Route::List { .. })
    }
}

/// A GUID or a domain, as tenants are named; anything else does not get into a link.
fn is_tenant(text: &str) -> bool {
    (1..=253).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
}

fn names_list(path: &str) -> bool {
    let name = path.trim_matches('/');
    name.eq_ignore_ascii_case("restrictedusers") || name.eq_ignore_ascii_case("restrictedentities")
}

/// The first value of a query parameter, with `%2F` and `%2f` decoded: no other escape occurs in what is read here.
fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        key.eq_ignore_ascii_case(name).then(|| value.replace("%2F", "/").replace("%2f", "/"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_form_is_the_list() {
        for url in [
            "https://security.microsoft.com/restrictedusers",
            "https://security.microsoft.com/restrictedentities",
            "https://security.microsoft.com/RestrictedEntities/",
            "https://security.microsoft.com/restrictedentities?tid=1#x",
            "https://mto.security.microsoft.com/restrictedentities",
            "https://transition.security.microsoft.com/restrictedusers",
            "https://protection.office.com/#/restrictedusers",
            "https://protection.office.com/?hash=/restrictedusers",
            "https://protection.office.com/?hash=restrictedusers",
            "https://protection.office.com?hash=%2Frestrictedusers",
            "https://scc.office365.us/#/restrictedusers",
            "https://security.microsoft.us/restrictedentities",
            "https://security.apps.mil/restrictedentities",
            "https://scc.protection.apps.mil/#/restrictedusers",
        ] {
            assert!(Route::of(url).is_list(), "{url}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for url in [
            "https://security.microsoft.com/",
            "https://security.microsoft.com/restrictedentitiesx",
            "https://security.microsoft.com/a/restrictedentities",
            "https://security.microsoft.com.evil.example/restrictedentities",
            "https://evil.example/https://security.microsoft.com/restrictedentities",
            "https://security.microsoft.com@evil.example/restrictedentities",
            "http://security.microsoft.com/restrictedentities",
            "https://login.microsoftonline.com/restrictedentities",
            "https://security.microsoft.com:8443/restrictedentities",
            "https://security.microsoft.com/quarantine#/restrictedusers",
            "",
        ] {
            assert!(!Route::of(url).is_list(), "{url}");
        }
    }

    /// Every host of the table in every form of the address, with and without a tenant.
    #[test]
    fn the_table_is_complete() {
        let tenant = "72f988bf-86f1-41af-91ab-2d7cd011db47";
        let mut forms = 0;
        for (host, cloud) in HOSTS {
            for name in ["restrictedusers", "restrictedentities", "RestrictedUsers"] {
                for (query, named) in [(String::new(), None), (format!("tid={tenant}"), Some(tenant))] {
                    let (ask, and) = if query.is_empty() { ("", "") } else { ("?", "&") };
                    for url in [
                        format!("https://{host}/{name}{ask}{query}"),
                        format!("https://{host}/{name}/{ask}{query}"),
                        format!("https://{host}/{ask}{query}#/{name}"),
                        format!("https://{host}/#/{name}{ask}{query}"),
                        format!("https://{host}{ask}{query}#/{name}"),
                        format!("https://{host}/homepage{ask}{query}#/{name}"),
                        format!("https://{host}/?{query}{and}hash=/{name}"),
                        format!("https://{host}/?hash={name}{and}{query}"),
                        format!("https://{host}/?hash=%2F{name}{and}{query}"),
                        format!("https://{host}/?hash=%2f{name}{and}{query}"),
                    ] {
                        let list = Route::List { cloud, tenant: named.map(str::to_owned) };
                        assert_eq!(Route::of(&url), list, "{url}");
                        forms += 1;
                    }
                }
            }
        }
        assert_eq!(forms, 8 * 3 * 2 * 10);
    }

    #[test]
    fn no_page_where_people_sign_in_is_the_portal() {
        for host in [
            "login.microsoftonline.com",
            "login.microsoftonline.us",
            "login.microsoft.com",
            "login.windows.net",
            "login.live.com",
            "account.activedirectory.windowsazure.com",
            "security.microsoft.com.login.microsoftonline.com",
        ] {
            for rest in
                ["/restrictedentities", "/?hash=/restrictedusers", "/#/restrictedusers", "/common/oauth2/authorize"]
            {
                assert_eq!(Route::of(&format!("https://{host}{rest}")), Route::Elsewhere, "{host}{rest}");
            }
        }
        let origins = Cloud::SOVEREIGN.into_iter().chain([Cloud::Worldwide]).flat_map(Cloud::origins);
        assert_eq!(origins.filter(|origin| origin.contains("login")).count(), 0);
    }

    #[test]
    fn links_lead_to_the_list_of_the_same_tenant() {
        for cloud in [Cloud::Worldwide, Cloud::GccHigh, Cloud::Dod] {
            for tenant in [None, Some("contoso.onmicrosoft.com")] {
                let list = Route::List { cloud, tenant: tenant.map(str::to_owned) };
                assert_eq!(Route::of(&cloud.list_url(tenant)), list);
            }
        }
    }

    #[test]
    fn the_tenant_is_read_from_query_or_hash() {
        let list = |url: &str| match Route::of(url) {
            Route::List { tenant, .. } => tenant,
            _ => None,
        };
        assert_eq!(list("https://security.microsoft.com/restrictedentities?tid=abc"), Some("abc".into()));
        assert_eq!(list("https://protection.office.com/#/restrictedusers?tid=abc"), Some("abc".into()));
        for none in ["", "a b", "a%26b", "x\"y", "<script>"] {
            assert_eq!(list(&format!("https://security.microsoft.com/restrictedentities?tid={none}")), None);
        }
        assert_eq!(Route::of("https://security.microsoft.com/alerts?tid=abc").tenant(), Some("abc"));
    }
}
