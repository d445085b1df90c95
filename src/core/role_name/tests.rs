use super::*;
use crate::core::snapshot::SnapshotBuilder;
use proptest::prelude::*;

fn page(build: impl FnOnce(&mut SnapshotBuilder)) -> Snapshot {
    let mut page = SnapshotBuilder::new("https://security.microsoft.com/restrictedentities");
    build(&mut page);
    Snapshot::parse(page.finish()).unwrap()
}

/// Role and name of the element with `data-automationid="it"`, or of the first one.
fn it(snapshot: &Snapshot) -> (Role, String) {
    let tree = Tree::new(snapshot);
    let node = snapshot.nodes().find(|node| node.attr("data-automationid") == Some("it")).or(snapshot.node(0)).unwrap();
    (tree.role(node), tree.name(node).to_owned())
}

fn name(build: impl FnOnce(&mut SnapshotBuilder)) -> String {
    it(&page(build)).1
}

fn role(tag: &str, attrs: &[(&str, &str)]) -> Role {
    it(&page(|page| {
        page.open(tag, attrs).close();
    }))
    .0
}

const IT: (&str, &str) = ("data-automationid", "it");

#[test]
fn roles_of_the_author() {
    assert_eq!(role("div", &[("role", "button")]), Role::Button);
    assert_eq!(role("div", &[("role", " nonsense  MENUITEM button")]), Role::MenuItem);
    assert_eq!(role("div", &[("role", "widget")]), Role::Generic);
    assert_eq!(role("button", &[("role", "structure")]), Role::Button);
    assert_eq!(role("h2", &[("role", "presentation")]), Role::None);
    assert_eq!(role("h2", &[("role", "none"), ("aria-label", "x")]), Role::Heading);
    assert_eq!(role("button", &[("role", "none")]), Role::Button);
    assert_eq!(role("div", &[("role", "region")]), Role::Generic);
    assert_eq!(role("div", &[("role", "region"), ("aria-label", "x")]), Role::Region);
    assert_eq!(role("div", &[("role", "image")]), Role::Img);
}

#[test]
fn roles_of_html() {
    for (tag, attrs, expected) in [
        ("a", &[("href", "")][..], Role::Link),
        ("a", &[], Role::Generic),
        ("button", &[], Role::Button),
        ("input", &[], Role::TextBox),
        ("input", &[("type", "SEARCH")], Role::SearchBox),
        ("input", &[("type", "text"), ("list", "x")], Role::Combobox),
        ("input", &[("type", "checkbox")], Role::Checkbox),
        ("input", &[("type", "radio")], Role::Radio),
        ("input", &[("type", "submit")], Role::Button),
        ("input", &[("type", "number")], Role::SpinButton),
        ("input", &[("type", "range")], Role::Slider),
        ("select", &[], Role::Combobox),
        ("select", &[("multiple", "")], Role::Listbox),
        ("select", &[("size", "4")], Role::Listbox),
        ("textarea", &[], Role::TextBox),
        ("img", &[("alt", "")], Role::None),
        ("img", &[("alt", ""), ("aria-label", "x")], Role::Img),
        ("img", &[], Role::Img),
        ("dialog", &[], Role::Dialog),
        ("form", &[], Role::Form),
        ("form", &[("title", "x")], Role::Form),
        ("section", &[], Role::Generic),
        ("header", &[], Role::Banner),
        ("nav", &[], Role::Navigation),
        ("td", &[], Role::Generic),
        ("li", &[], Role::Generic),
        ("div", &[], Role::Generic),
        ("fluent-button", &[], Role::Button),
        ("fluent-checkbox", &[], Role::Checkbox),
        ("fluent-text-input", &[("type", "search")], Role::SearchBox),
        ("fluent-dialog", &[], Role::Dialog),
        ("fluent-tab", &[], Role::Tab),
        ("fluent-unheard-of", &[], Role::Generic),
    ] {
        assert_eq!(role(tag, attrs), expected, "{tag} {attrs:?}");
    }
}

#[test]
fn roles_by_what_is_around() {
    let table = |role: &str| {
        let snapshot = page(|page| {
            page.open("table", &[("role", role)]).open("tr", &[]);
            page.open("th", &[]).close().open("td", &[]).close().open("th", &[("scope", "col")]).close();
        });
        let tree = Tree::new(&snapshot);
        snapshot.nodes().skip(1).map(|node| tree.role(node)).collect::<Vec<_>>()
    };
    assert_eq!(table(""), [Role::Row, Role::RowHeader, Role::Cell, Role::ColumnHeader]);
    assert_eq!(table("grid"), [Role::Row, Role::RowHeader, Role::GridCell, Role::ColumnHeader]);
    assert_eq!(table("none"), [Role::None; 4]);

    let snapshot = page(|page| {
        page.open("main", &[]).open("header", &[]).close().open("ul", &[("role", "none")]).open("li", &[]).close();
        page.close().open("ul", &[]).open("li", &[]);
    });
    let tree = Tree::new(&snapshot);
    let roles: Vec<_> = snapshot.nodes().map(|node| tree.role(node)).collect();
    assert_eq!(roles, [Role::Main, Role::SectionHeader, Role::None, Role::None, Role::List, Role::ListItem]);

    let aside = |outer: &str| {
        it(&page(|page| {
            page.open(outer, &[]).open("aside", &[IT]);
        }))
        .0
    };
    assert_eq!([aside("main"), aside("article"), aside("nav")], [Role::Complementary, Role::Generic, Role::Generic]);

    let snapshot = page(|page| {
        page.open("details", &[]).open("p", &[]).close().open("summary", &[]).close().open("summary", &[]);
    });
    let tree = Tree::new(&snapshot);
    let roles: Vec<_> = snapshot.nodes().skip(2).map(|node| tree.role(node)).collect();
    assert_eq!(roles, [Role::Button, Role::Generic]);
}

#[test]
fn a_web_component_with_an_open_shadow_root_leaves_the_role_to_its_control() {
    let snapshot = page(|page| {
        page.open("fluent-text-input", &[("type", "search")]).open("#shadow", &[]);
        page.open("label", &[("for", "control")])
            .open("slot", &[])
            .flags(Flags::SLOTTED)
            .text("Search")
            .close()
            .close();
        page.open("input", &[("id", "control"), ("type", "search"), IT]).close();
    });
    let tree = Tree::new(&snapshot);
    assert_eq!(tree.role(snapshot.node(0).unwrap()), Role::Generic);
    assert_eq!(it(&snapshot), (Role::SearchBox, "Search".into()));
}

#[test]
fn names_from_content() {
    let button = |build: &dyn for<'a> Fn(&'a mut SnapshotBuilder) -> &'a mut SnapshotBuilder| {
        name(|page| {
            page.open("button", &[]);
            build(page);
        })
    };
    assert_eq!(button(&|page| page.text("  Un\n block ")), "Un block");
    assert_eq!(button(&|page| page.text("Un").open("b", &[]).text("block").close()), "Unblock");
    assert_eq!(button(&|page| page.open("div", &[]).text("Un").close().text("block")), "Un block");
    assert_eq!(button(&|page| page.text("Un").open("br", &[]).close().text("block")), "Un block");
    assert_eq!(button(&|page| page.open("img", &[("alt", "Un")]).close().text("block")), "Un block");
    assert_eq!(button(&|page| page.open("img", &[("alt", ""), ("title", "x")]).close().text("block")), "block");
    assert_eq!(button(&|page| page.open("i", &[("aria-hidden", "true")]).text("\u{e711}").close().text("x")), "x");
    assert_eq!(button(&|page| page.open("i", &[]).flags(Flags::HIDDEN).text("y").close().text("x")), "x");
    assert_eq!(
        button(&|page| page.open("i", &[]).flags(Flags::INVISIBLE).text("no").open("b", &[]).text("yes")),
        "yes"
    );
    assert_eq!(button(&|page| page.open("svg", &[]).open("title", &[]).text("Close").close().close()), "Close");
    assert_eq!(button(&|page| page.open("span", &[("title", "Close")]).close()), "Close");
}

#[test]
fn names_from_attributes() {
    let named = |tag: &str, attrs: &[(&str, &str)]| {
        name(|page| {
            page.open(tag, attrs).text("content").close();
        })
    };
    assert_eq!(named("button", &[("aria-label", "Unblock"), ("title", "x")]), "Unblock");
    assert_eq!(named("button", &[("aria-label", " "), ("title", "x")]), "content");
    assert_eq!(named("div", &[("title", "x")]), "x");
    assert_eq!(named("div", &[("role", "button"), ("title", "x")]), "content");
    assert_eq!(named("input", &[("placeholder", "Search")]), "Search");
    assert_eq!(named("input", &[("placeholder", "Search"), ("title", "Find")]), "Find");
    assert_eq!(named("input", &[("type", "submit")]), "Submit");
    assert_eq!(named("input", &[("type", "submit"), ("value", "Send")]), "Send");
    assert_eq!(named("input", &[("type", "image"), ("alt", "Go")]), "Go");
    assert_eq!(
        named("a", &[("href", ""), ("::before", "\"New: \""), ("::after", "\" \\\"!\\\"\"")]),
        "New: content \"!\""
    );
    assert_eq!(named("a", &[("href", ""), ("::before", "\"\u{e711}\" / \"Close\"")]), "Close content");
    assert_eq!(named("a", &[("href", ""), ("::before", "url(\"x\") counter(y, \"z\")")]), "content");
}

#[test]
fn names_from_other_elements() {
    let referring = |ids: &str, flags: Flags| {
        name(|page| {
            page.open("span", &[("id", "a")]).text("Reset").close();
            page.open("span", &[("id", "b")])
                .flags(flags)
                .text("it")
                .open("i", &[])
                .flags(flags)
                .text("now")
                .close()
                .close();
            page.open("button", &[IT, ("id", "c"), ("aria-labelledby", ids), ("aria-label", "own")]).text("content");
        })
    };
    assert_eq!(referring("a", Flags::NONE), "Reset");
    assert_eq!(referring("a b", Flags::NONE), "Reset itnow");
    assert_eq!(referring("b", Flags::HIDDEN), "itnow");
    assert_eq!(referring("c a", Flags::NONE), "own Reset");
    assert_eq!(referring("missing", Flags::NONE), "own");

    // References are followed once, so these two do not go round in a circle.
    let circle = page(|page| {
        page.open("button", &[IT, ("id", "a"), ("aria-labelledby", "b")]).text("one").close();
        page.open("button", &[("id", "b"), ("aria-labelledby", "a")]).text("two").close();
    });
    assert_eq!(it(&circle).1, "two");
    // What a reference has said already is not said again as content, but it is when it is asked for.
    let twice = page(|page| {
        page.open("h2", &[]).open("a", &[("href", ""), ("aria-labelledby", "b")]).text("no").close();
        page.open("a", &[IT, ("href", "")]).text(" of ").open("b", &[("id", "b")]).text("users").close();
    });
    assert_eq!(Tree::new(&twice).name(twice.node(0).unwrap()), "users of");
    assert_eq!(it(&twice).1, "of users");
    // A row names its own check box.
    let row = name(|page| {
        page.open("div", &[("id", "row"), ("role", "row")]).open("div", &[]).text("rob@contoso.com").close();
        page.open("div", &[IT, ("role", "checkbox"), ("aria-labelledby", "row")]).close();
    });
    assert_eq!(row, "rob@contoso.com");
}

#[test]
fn names_from_labels_and_captions() {
    let labelled = |label: &[(&str, &str)], flags: Flags| {
        name(|page| {
            page.open("label", label).flags(flags).text("User").close();
            page.open("label", &[("for", "box")]).text("name").close();
            page.open("input", &[IT, ("id", "box"), ("placeholder", "x")]).close();
        })
    };
    assert_eq!(labelled(&[("for", "box")], Flags::NONE), "User name");
    assert_eq!(labelled(&[("for", "other")], Flags::NONE), "name");
    assert_eq!(labelled(&[("for", "box")], Flags::HIDDEN), "User name");
    let around = name(|page| {
        page.open("label", &[]).text("Flash ").open("input", &[IT, ("type", "checkbox")]).close();
        page.open("span", &[("role", "slider"), ("aria-valuenow", "3")]).close().text("times ");
        page.open("select", &[]).open("option", &[]).text("a").close();
        page.open("option", &[]).flags(Flags::SELECTED).text("b").close().close();
        page.open("div", &[("role", "textbox")]).text("c");
    });
    assert_eq!(around, "Flash 3 times b c");
    for (outer, inner) in [("fieldset", "legend"), ("table", "caption"), ("figure", "figcaption"), ("svg", "title")] {
        let caption = name(|page| {
            page.open(outer, &[]).open(inner, &[]).text("Caption").close().text("more");
        });
        assert_eq!(caption, "Caption", "{outer}");
    }
}

#[test]
fn what_aria_owns_is_content_of_its_owner_only() {
    let snapshot = page(|page| {
        page.open("div", &[("role", "button"), ("aria-owns", "b a b")]).text("x").close();
        page.open("div", &[IT, ("role", "button"), ("aria-owns", "a")]).text("y");
        page.open("i", &[("id", "a")]).text("a").close().open("i", &[("id", "b")]).text("b").close();
    });
    let tree = Tree::new(&snapshot);
    assert_eq!(tree.name(snapshot.node(0).unwrap()), "x ba");
    assert_eq!(it(&snapshot).1, "y");

    let owned = |owner: (&[(&str, &str)], Flags), part: (&[(&str, &str)], Flags)| {
        let snapshot = page(|page| {
            page.open("h2", &[]).text("Users");
            page.open("i", owner.0).flags(owner.1).text("no").close().close();
            page.open("h3", &[IT]).open("b", part.0).flags(part.1).text("blocked").close().text("now");
        });
        let tree = Tree::new(&snapshot);
        (tree.name(snapshot.node(0).unwrap()).to_owned(), it(&snapshot).1)
    };
    let told = |first: &str, second: &str| (first.to_owned(), second.to_owned());
    let (owner, part): (&[_], &[_]) = (&[("aria-owns", "part")], &[("id", "part")]);
    assert_eq!(owned((owner, Flags::NONE), (part, Flags::NONE)), told("Usersno blocked", "now"));
    // Whoever is not there takes nothing away from others.
    assert_eq!(owned((owner, Flags::HIDDEN), (part, Flags::NONE)), told("Users", "blockednow"));
    let silent = &[("aria-owns", "part"), ("aria-hidden", "true")];
    assert_eq!(owned((silent, Flags::NONE), (part, Flags::NONE)), told("Users", "blockednow"));
    // What is not there stays where it stands; what is only kept from assistive technology moves, and is kept from it there.
    assert_eq!(owned((owner, Flags::NONE), (part, Flags::HIDDEN)), told("Usersno", "now"));
    let kept = &[("id", "part"), ("aria-hidden", "true")];
    assert_eq!(owned((owner, Flags::NONE), (kept, Flags::NONE)), told("Usersno", "now"));
}

#[test]
fn what_says_that_it_means_nothing_has_no_name_from_html() {
    for (outer, attrs, inner) in [
        ("img", &[("alt", "Name")][..], "i"),
        ("fieldset", &[], "legend"),
        ("table", &[], "caption"),
        ("svg", &[], "title"),
    ] {
        let named = |role: &str| {
            name(|page| {
                page.open(outer, &[attrs, &[("role", role)]].concat());
                if inner != "i" {
                    page.open(inner, &[]).text("Name");
                }
            })
        };
        assert_eq!((named("").as_str(), named("none").as_str()), ("Name", ""), "{outer}");
    }
    // What can be focused means something whatever it says.
    let boxed = |flags: Flags| {
        name(|page| {
            page.open("label", &[("for", "box"), ("role", "none")]).text("User").close();
            page.open("input", &[IT, ("id", "box"), ("role", "none")]).flags(flags);
        })
    };
    assert_eq!((boxed(Flags::NONE).as_str(), boxed(Flags::DISABLED).as_str()), ("User", ""));
    let link = name(|page| {
        page.open("a", &[("href", "")]).text("List ").open("img", &[("alt", "of users"), ("role", "presentation")]);
    });
    assert_eq!(link, "List");
}

#[test]
fn text_is_what_people_see() {
    let snapshot = page(|page| {
        page.open("div", &[("role", "row"), ("aria-label", "x")]);
        page.open("i", &[("aria-hidden", "true")]).text("\u{e711}").close();
        page.open("div", &[]).open("b", &[]).text("rob").close().text("@contoso.com").close().text("Mailbox");
        page.open("p", &[]).flags(Flags::HIDDEN).text("no").close();
        page.open("p", &[]).flags(Flags::TRANSPARENT).text("no").close();
        page.open("p", &[]).flags(Flags::INVISIBLE).text("no").open("b", &[]).text("yes");
    });
    let tree = Tree::new(&snapshot);
    assert_eq!(tree.text(snapshot.node(0).unwrap()), "rob@contoso.com Mailbox yes");
}

#[test]
fn states_of_controls() {
    let states = |tag: &str, attrs: &[(&str, &str)], flags: Flags| {
        let snapshot = page(|page| {
            page.open("div", &[("aria-disabled", if tag == "a" { "true" } else { "false" })]);
            page.open(tag, attrs).flags(flags);
        });
        Tree::new(&snapshot).states(snapshot.node(1).unwrap())
    };
    assert!(states("button", &[], Flags::DISABLED).disabled);
    assert!(states("button", &[("role", "menuitem"), ("aria-disabled", "true")], Flags::NONE).disabled);
    assert!(states("a", &[], Flags::NONE).disabled);
    assert!(!states("button", &[], Flags::NONE).disabled);
    let checked = |tag, attrs: &[(&str, &str)], flags| states(tag, attrs, flags).checked;
    assert_eq!(checked("input", &[("type", "checkbox"), ("aria-checked", "true")], Flags::NONE), Some(Check::No));
    assert_eq!(checked("input", &[("type", "checkbox")], Flags::CHECKED), Some(Check::Yes));
    assert_eq!(checked("input", &[("type", "checkbox")], Flags::INDETERMINATE), Some(Check::Mixed));
    assert_eq!(checked("input", &[], Flags::CHECKED), None);
    assert_eq!(checked("fluent-checkbox", &[], Flags::CHECKED), Some(Check::Yes));
    assert_eq!(checked("div", &[("aria-checked", "mixed")], Flags::NONE), Some(Check::Mixed));
    assert_eq!(checked("div", &[], Flags::NONE), None);
    assert_eq!(states("div", &[("aria-selected", "true")], Flags::NONE).selected, Some(true));
    assert_eq!(states("option", &[], Flags::NONE).selected, Some(false));
    assert_eq!(states("div", &[("aria-expanded", "false")], Flags::NONE).expanded, Some(false));
    assert_eq!(states("button", &[("aria-pressed", "true")], Flags::NONE).pressed, Some(Check::Yes));
    assert!(states("div", &[("aria-busy", "true")], Flags::NONE).busy);
    assert!(states("dialog", &[], Flags::MODAL).modal && states("div", &[("aria-modal", "true")], Flags::NONE).modal);
}

#[test]
fn says_why_a_node_cannot_be_pointed_at() {
    let unseen = |outer: Flags, attrs: &[(&str, &str)], inner: Flags, width: i32, modal: bool| {
        let snapshot = page(|page| {
            page.open("div", attrs).flags(outer).open("button", &[]).flags(inner).rect(0, 0, width, 20).close().close();
            if modal {
                page.open("dialog", &[]).flags(Flags::MODAL);
            }
        });
        Tree::new(&snapshot).unseen(snapshot.node(1).unwrap())
    };
    let none = Flags::NONE;
    assert_eq!(unseen(none, &[], none, 20, false), None);
    assert_eq!(unseen(Flags::HIDDEN, &[], none, 20, false), Some(Unseen::Hidden));
    assert_eq!(unseen(Flags::INVISIBLE, &[], none, 20, false), None);
    assert_eq!(unseen(none, &[], Flags::INVISIBLE, 20, false), Some(Unseen::Hidden));
    assert_eq!(unseen(none, &[("aria-hidden", "true")], none, 1, true), Some(Unseen::Tiny));
    assert_eq!(unseen(none, &[], Flags::OUTSIDE, 20, false), Some(Unseen::Outside));
    assert_eq!(unseen(none, &[], Flags::TRANSPARENT, 20, false), Some(Unseen::Transparent));
    assert_eq!(unseen(none, &[("aria-hidden", "true")], none, 20, true), Some(Unseen::AriaHidden));
    assert_eq!(unseen(Flags::INERT, &[], none, 20, false), Some(Unseen::Inert));
    assert_eq!(unseen(none, &[], none, 20, true), Some(Unseen::Inert));
}

#[test]
fn containers_are_those_of_the_tree() {
    let snapshot = page(|page| {
        page.open("div", &[("role", "dialog"), ("aria-owns", "away")]).open("div", &[("role", "grid")]);
        page.open("div", &[("role", "row")]).open("button", &[]).close().close().close();
        page.open("div", &[("role", "menubar")]).open("button", &[]).close().close().close();
        page.open("button", &[("id", "away")]);
    });
    let tree = Tree::new(&snapshot);
    let buttons: Vec<_> = tree.all(Role::Button).collect();
    let [first, second, third] = buttons[..] else { panic!("three buttons") };
    let handle = |node: Option<Node<'_>>| node.map(|node| node.handle());
    assert_eq!(
        (handle(tree.dialog(first)), handle(tree.grid(first)), handle(tree.row(first))),
        (Some(1), Some(2), Some(3))
    );
    assert_eq!((handle(tree.toolbar(second)), tree.row(second)), (Some(5), None));
    assert_eq!(tree.dialog(third), None);
}

#[test]
fn a_page_that_refers_everything_to_everything_costs_no_more_than_its_budget() {
    let ids: Vec<String> = (0..200).map(|at| format!("n{at}")).collect();
    let all = ids.join(" ");
    let snapshot = page(|page| {
        page.open("div", &[("id", "n0")]);
        for id in ids.iter().skip(1) {
            page.open("div", &[("id", id), ("role", "button"), ("aria-labelledby", &all)]).text(id);
        }
    });
    let tree = Tree::new(&snapshot);
    let named = snapshot.nodes().filter(|&node| !tree.name(node).is_empty()).count();
    assert!(named > 0 && named < snapshot.len() && tree.visits.get() > MAX_VISITS);
}

/// Any tree of the tags and attributes that matter, with ids that meet by chance.
fn any_page() -> impl Strategy<Value = Snapshot> {
    let tag = prop::sample::select(vec![
        "div",
        "button",
        "label",
        "input",
        "select",
        "option",
        "table",
        "tr",
        "td",
        "svg",
        "title",
        "#shadow",
        "slot",
        "#frame",
        "fluent-button",
        "fieldset",
        "legend",
        "summary",
        "details",
        "a",
    ]);
    let value =
        prop::sample::select(vec!["a", "b", "c d", "a b c", "", "true", "button", "none", "treeitem", "\"x\" / y"]);
    let attr = prop::sample::select(vec![
        "id",
        "for",
        "role",
        "aria-labelledby",
        "aria-owns",
        "aria-label",
        "title",
        "alt",
        "value",
        "aria-hidden",
        "::before",
        "type",
    ]);
    let node = (tag, prop::collection::vec((attr, value), 0..4), 0u32..1 << 13, 0usize..3, "[a-c ]{0,3}");
    prop::collection::vec(node, 1..60).prop_map(|nodes| {
        page(|page| {
            for (tag, attrs, flags, closes, text) in nodes {
                page.open(tag, &attrs).flags(Flags(flags & 0x1fff & !(flags >> 3))).text(&text);
                (0..closes).for_each(|_| _ = page.close());
            }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_tree_has_roles_and_names(snapshot in any_page()) {
        let tree = Tree::new(&snapshot);
        for node in snapshot.nodes() {
            let name = tree.name(node);
            prop_assert_eq!(name.trim_ascii(), name);
            prop_assert!(!name.contains("  "));
            let role = tree.role(node);
            prop_assert!(role == Role::Text || Role::from_token(role.as_str()) == Some(role));
            prop_assert_eq!(tree.visible(node), tree.unseen(node).is_none());
            let _ = (tree.text(node), tree.states(node), tree.dialog(node), tree.landmark(node));
        }
        // Nothing depends on what was asked before.
        let again = Tree::new(&snapshot);
        for node in snapshot.nodes().rev() {
            prop_assert_eq!((again.role(node), again.name(node)), (tree.role(node), tree.name(node)));
        }
    }
}
