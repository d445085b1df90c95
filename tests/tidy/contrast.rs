//! The ring is to be seen on any page: one of its two tones is 3:1 against whatever is behind it (WCAG 2.2, 1.4.11).

use super::read;

/// Relative luminance of `#rgb` or `#rrggbb`.
fn light(colour: &str) -> f64 {
    let digits = colour.trim_start_matches('#');
    let wide: String =
        if digits.len() == 3 { digits.chars().flat_map(|c| [c, c]).collect() } else { digits.to_owned() };
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).expect("a colour")) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The colour after the word, in the text.
fn after<'a>(text: &'a str, word: &str) -> &'a str {
    let (_, rest) = text.split_once(word).unwrap_or_else(|| panic!("ring.js does not say {word}"));
    let from = rest.find('#').expect("a colour");
    let colour = &rest[from..];
    &colour[..colour[1..].find(|c: char| !c.is_ascii_hexdigit()).map_or(colour.len(), |end| end + 1)]
}

#[test]
fn each_ring_stands_out_on_any_background() {
    let ring = read("extension/page/ring.js");
    let white = after(&ring, "border: 3px solid");
    for (dark, pale) in [
        (after(&ring, "[data-gu-ring] { --dark:"), white),
        (after(&ring, "[data-gu-ring=preview] { --dark:"), white),
        (after(&ring, "[data-gu-ring=compare] { --dark:"), after(&ring, "border: 3px dashed")),
    ] {
        let worst = (0..=1000)
            .map(|step| f64::from(step) / 1000.0)
            .map(|behind| contrast(light(dark), behind).max(contrast(light(pale), behind)))
            .fold(f64::INFINITY, f64::min);
        assert!(worst >= 3.0, "{dark} with {pale} is only {worst:.2}:1 on the worst background");
    }
}
