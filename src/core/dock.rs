//! Where the panel stands, so that it covers nothing the admin needs now.

use crate::core::snapshot::Rect;
use crate::protocol::Dock;

/// The panel's width at the left and right edge, in CSS pixels; the page agent's style says the same.
const WIDTH: i32 = 360;
/// Its distance from the edges of the window.
const GAP: i32 = 8;

/// In a window narrower than this a panel at one side would leave nothing of the page.
const NARROW: i32 = 2 * WIDTH;

/// The edge for a panel of this height in a window of this size: where it stands if that is clear, else the first edge
/// that is, else the one where it covers least. `keep_clear` are rectangles in the window, in CSS pixels; so is `focus`, the
/// page's own, which counts where they leave a choice.
pub fn choose(
    standing: Dock,
    preferred: Dock,
    window: (i32, i32),
    height: i32,
    keep_clear: &[Rect],
    focus: Option<Rect>,
) -> Dock {
    let covered = |dock: Dock| -> (i64, i64) {
        let panel = panel(dock, window, height);
        let focused = focus.map_or(0, |rect| overlap(panel, rect));
        (keep_clear.iter().map(|rect| overlap(panel, *rect)).sum(), focused)
    };
    let all = [standing, preferred, Dock::Right, Dock::Left, Dock::Bottom, Dock::Top];
    let fits = |dock: &Dock| window.0 >= NARROW || matches!(dock, Dock::Bottom | Dock::Top);
    all.into_iter().filter(fits).min_by_key(|&dock| covered(dock)).unwrap_or(preferred)
}

/// The edge for a panel that is dragged by its header, from where the pointer took it to where the pointer is: both are
/// places in the window. The lower part of the window is the bottom; a panel from there comes up with less of a pull.
pub fn dragged(from: Dock, taken: (i32, i32), now: (i32, i32), window: (i32, i32)) -> Dock {
    let pull = now.1 - taken.1;
    let low = if from == Dock::Bottom { pull > -window.1 / 8 } else { pull > window.1 / 4 };
    match () {
        () if low => Dock::Bottom,
        () if now.0 * 2 < window.0 => Dock::Left,
        () => Dock::Right,
    }
}

/// Where the upper left corner of a panel is.
pub fn corner(dock: Dock, window: (i32, i32), height: i32) -> (i32, i32) {
    let Rect { x, y, .. } = panel(dock, window, height);
    (x, y)
}

fn panel(dock: Dock, (width, height): (i32, i32), wanted: i32) -> Rect {
    let side = WIDTH.min(width - 2 * GAP);
    let tall = wanted.min(height - 2 * GAP);
    // Less than half: what was scrolled to the middle of the window stays clear of it.
    let low = wanted.min(height * 44 / 100);
    match dock {
        Dock::Right => Rect { x: width - GAP - side, y: GAP, width: side, height: tall },
        Dock::Left => Rect { x: GAP, y: GAP, width: side, height: tall },
        Dock::Bottom => Rect { x: GAP, y: height - GAP - low, width: width - 2 * GAP, height: low },
        Dock::Top => Rect { x: GAP, y: GAP, width: width - 2 * GAP, height: low },
    }
}

/// The common area, in square pixels.
fn overlap(a: Rect, b: Rect) -> i64 {
    let along = |a: i32, a_size: i32, b: i32, b_size: i32| {
        i64::from((a.saturating_add(a_size)).min(b.saturating_add(b_size))) - i64::from(a.max(b))
    };
    along(a.x, a.width, b.x, b.width).max(0) * along(a.y, a.height, b.y, b.height).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: (i32, i32) = (1366, 900);

    #[test]
    fn it_stays_where_nothing_is_covered() {
        let row = Rect { x: 252, y: 300, width: 40, height: 40 };
        assert_eq!(choose(Dock::Right, Dock::Right, WINDOW, 700, &[row], None), Dock::Right);
        assert_eq!(choose(Dock::Left, Dock::Right, WINDOW, 700, &[], None), Dock::Left);
    }

    #[test]
    fn it_gives_way_to_a_flyout_at_its_edge() {
        let flyout = Rect { x: 1026, y: 0, width: 340, height: 900 };
        assert_eq!(choose(Dock::Right, Dock::Right, WINDOW, 700, &[flyout], None), Dock::Left);
        let both = [flyout, Rect { x: 0, y: 0, width: 300, height: 300 }];
        assert_eq!(choose(Dock::Right, Dock::Right, (1366, 900), 400, &both, None), Dock::Left, "or covers least");
    }

    #[test]
    fn it_gives_way_to_the_focus_of_the_page_where_nothing_else_needs_the_place() {
        let link = Rect { x: 1100, y: 200, width: 80, height: 20 };
        assert_eq!(choose(Dock::Right, Dock::Right, WINDOW, 700, &[], Some(link)), Dock::Left);
        let row = Rect { x: 40, y: 200, width: 40, height: 40 };
        let bottom = choose(Dock::Right, Dock::Right, WINDOW, 700, &[row], Some(link));
        assert_eq!(bottom, Dock::Bottom, "beside both");
        let high = Rect { y: 100, ..link };
        let right = choose(Dock::Left, Dock::Right, (1366, 400), 400, &[row], Some(high));
        assert_eq!(right, Dock::Right, "the control that is needed comes first");
    }

    #[test]
    fn in_a_narrow_window_it_takes_half_of_the_height_and_gives_way_up_or_down() {
        let phone = (320, 568);
        assert_eq!(choose(Dock::Right, Dock::Right, phone, 900, &[], None), Dock::Bottom);
        let low = Rect { x: 20, y: 500, width: 100, height: 30 };
        assert_eq!(choose(Dock::Bottom, Dock::Right, phone, 900, &[], Some(low)), Dock::Top);
        let high = Rect { y: 40, ..low };
        assert_eq!(choose(Dock::Top, Dock::Right, phone, 900, &[], Some(high)), Dock::Bottom);
    }

    #[test]
    fn it_goes_where_it_is_dragged() {
        let header = (1100, 20);
        assert_eq!(dragged(Dock::Right, header, (1090, 25), WINDOW), Dock::Right, "a trembling hand moves nothing");
        assert_eq!(dragged(Dock::Right, header, (200, 60), WINDOW), Dock::Left);
        assert_eq!(dragged(Dock::Right, header, (900, 400), WINDOW), Dock::Bottom);
        assert_eq!(dragged(Dock::Bottom, (700, 460), (600, 440), WINDOW), Dock::Bottom);
        assert_eq!(dragged(Dock::Bottom, (700, 460), (600, 300), WINDOW), Dock::Left);
    }
}
