//! What may be said in the browser's console of what a browser says: nothing in it is an address.

/// What a browser says went wrong, without the words that are an address, of the web or of an account.
pub fn redacted(said: &str) -> String {
    let is_address = |word: &str| ["@", "＠", "%40", "://", "tid="].iter().any(|sign| word.contains(sign));
    let mut out = String::new();
    for word in said.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(if is_address(word) { "(address)" } else { word });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out_of_what_the_browser_says() {
        let said = "Error: Cannot access contents of url \"https://security.microsoft.com/restrictedentities?tid=1\".";
        assert_eq!(redacted(said), "Error: Cannot access contents of url (address)");
        assert_eq!(redacted("TypeError: not a function"), "TypeError: not a function");
        assert_eq!(
            redacted("no rob@contoso.com, <rob%40contoso.com>,\nrob＠contoso.com"),
            "no (address) (address) (address)"
        );
    }
}
