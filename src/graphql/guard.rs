//! The wall before the GraphQL library: each document passes [`check`], and each set of
//! variables [`check_variables`], before the library sees them.
//!
//! The library has limits of its own, but looking at what they limit is what costs. Fragments
//! that spread each other are walked without a memo (878 bytes cost 27 s). Nested literals
//! overflow the parser's stack, which ends the process. A list that names one variable many
//! times is checked by copying the variable as often (a body of 64 KiB took 1.6 GB and more).
//! So a scan bounds brackets and depth before the parser runs, and a walk with a memo bounds
//! what the document becomes once its fragments are expanded before validation runs.
//!
//! Bounded elsewhere: the body (64 KiB) and the depth of its JSON, so of the variables too
//! (serde_json refuses what is nested deeper than 128).
//!
//! Hand the library the document that [`check`] returns (`Request::set_parsed_query`): it then
//! does not parse again, and what it executes is what was checked.

mod cost;
mod scan;

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::{Error as ParserError, parse_query};
use async_graphql::{Value, Variables};

use cost::{count_values, measure};
use scan::scan;

/// The longest document, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 16 * 1024;
/// The most opening brackets `[`, `{` and `(` in a document, all kinds together.
pub const MAX_BRACKETS: usize = 256;
/// The deepest nesting of brackets, and of selection sets once fragments are expanded.
pub const MAX_DEPTH: usize = 32;
/// The most directives in a document, wherever they stand.
pub const MAX_DIRECTIVES: usize = 50;
/// The most selections of all operations together once fragments are expanded: a field, a
/// fragment spread and an inline fragment count one each.
pub const MAX_SELECTIONS: usize = 1_000;
/// The most fields at the root of one operation once fragments are expanded.
pub const MAX_ROOT_FIELDS: usize = 20;
/// The most argument values of all operations together once fragments are expanded: a list or
/// an object counts one, and so does each value in it.
pub const MAX_VALUES: usize = 1_000;
/// The most places that use a variable once fragments are expanded.
pub const MAX_VARIABLE_USES: usize = 200;
/// The most values in the variables of a request, counted like [`MAX_VALUES`].
pub const MAX_VARIABLE_VALUES: usize = 2_000;

/// How much of the caller's own words a message repeats, in characters: a name may be as long
/// as a document.
const MAX_QUOTED: usize = 200;

/// Why a request was refused before it reached the library. The message is for the caller: it
/// says what the limit is and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Longer than [`MAX_DOCUMENT_BYTES`].
    #[error("document has {bytes} bytes of at most {MAX_DOCUMENT_BYTES}: use variables, or split it")]
    DocumentTooLong {
        /// How long the document is.
        bytes: usize,
    },
    /// More brackets than [`MAX_BRACKETS`].
    #[error("document has more than {MAX_BRACKETS} brackets: send several requests")]
    TooManyBrackets,
    /// Deeper than [`MAX_DEPTH`].
    #[error("document is nested more than {MAX_DEPTH} deep: select less deep, or use variables")]
    TooDeep,
    /// More directives than [`MAX_DIRECTIVES`].
    #[error("document has more than {MAX_DIRECTIVES} directives: remove some")]
    TooManyDirectives,
    /// More selections than [`MAX_SELECTIONS`].
    #[error("document has more than {MAX_SELECTIONS} selections, fragments expanded: select less")]
    TooManySelections,
    /// More fields at the root of an operation than [`MAX_ROOT_FIELDS`].
    #[error("operation has more than {MAX_ROOT_FIELDS} root fields: send several requests")]
    TooManyRootFields,
    /// More argument values than [`MAX_VALUES`].
    #[error("document has more than {MAX_VALUES} values, fragments expanded: use variables")]
    TooManyValues,
    /// More uses of variables than [`MAX_VARIABLE_USES`].
    #[error("document has more than {MAX_VARIABLE_USES} variables in use: send several requests")]
    TooManyVariableUses,
    /// More values in the variables than [`MAX_VARIABLE_VALUES`].
    #[error("variables have more than {MAX_VARIABLE_VALUES} values: send several requests")]
    TooManyVariableValues,
    /// The name of a document that this version does not have.
    #[error("the server has no such document: a page that asks for it is of another version, reload it")]
    UnknownDocument,
    /// A text with a character that Postgres does not store and no screen shows.
    #[error("a text must not hold the character U+0000: leave it out")]
    Nul,
    /// Not a GraphQL document.
    #[error("{message} (line {line}, column {column})")]
    Syntax {
        /// What is wrong.
        message: String,
        /// Where, counted from one.
        line: usize,
        /// Where in the line, in characters and counted from one.
        column: usize,
    },
    /// A fragment that includes itself.
    #[error("fragment `{name}` includes itself, directly or through others: break the circle")]
    FragmentCycle {
        /// A fragment on the circle.
        name: String,
    },
    /// A spread of a fragment that is not there.
    #[error("fragment `{name}` is not defined: define it in the document")]
    UnknownFragment {
        /// The name in the spread.
        name: String,
    },
}

impl Refusal {
    /// The error's `extensions.code`: `BAD_REQUEST` for a document that is wrong,
    /// `QUERY_TOO_COMPLEX` for a request that is too much, `UNKNOWN_DOCUMENT` for one that is named and not there.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownDocument => "UNKNOWN_DOCUMENT",
            Self::Nul | Self::Syntax { .. } | Self::FragmentCycle { .. } | Self::UnknownFragment { .. } => {
                "BAD_REQUEST"
            }
            Self::DocumentTooLong { .. }
            | Self::TooManyBrackets
            | Self::TooDeep
            | Self::TooManyDirectives
            | Self::TooManySelections
            | Self::TooManyRootFields
            | Self::TooManyValues
            | Self::TooManyVariableUses
            | Self::TooManyVariableValues => "QUERY_TOO_COMPLEX",
        }
    }
}

/// Checks `document`, and gives it back parsed so that nobody parses it twice.
///
/// # Errors
///
/// A [`Refusal`] if the document is not GraphQL, or more than the limits of this module allow.
pub fn check(document: &str) -> Result<ExecutableDocument, Refusal> {
    let bytes = document.len();
    if bytes > MAX_DOCUMENT_BYTES {
        return Err(Refusal::DocumentTooLong { bytes });
    }
    // The other spelling, the character itself, is not in the parser's grammar.
    if document.contains("\\u0000") {
        return Err(Refusal::Nul);
    }
    scan(document)?;
    let parsed = parse_query(document).map_err(|error| refused_by_parser(&error))?;
    measure(&parsed)?;
    Ok(parsed)
}

/// Checks that `variables` are few enough to be copied to each place that uses them, and can be stored.
///
/// # Errors
///
/// [`Refusal::TooManyVariableValues`], [`Refusal::Nul`].
pub fn check_variables(variables: &Variables) -> Result<(), Refusal> {
    let values = count_values(variables.values());
    within([(values, MAX_VARIABLE_VALUES, Refusal::TooManyVariableValues)])?;
    if variables.values().any(holds_nul) { Err(Refusal::Nul) } else { Ok(()) }
}

/// As deep as the JSON of the body, which its parser bounds.
fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::List(items) => items.iter().any(holds_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        Value::Null | Value::Number(_) | Value::Boolean(_) | Value::Binary(_) | Value::Enum(_) => false,
    }
}

/// The refusal of the first amount that is more than its limit.
fn within<const N: usize>(limits: [(usize, usize, Refusal); N]) -> Result<(), Refusal> {
    let exceeded = limits.into_iter().find(|(amount, most, _)| amount > most);
    exceeded.map_or(Ok(()), |(_, _, refusal)| Err(refusal))
}

fn refused_by_parser(error: &ParserError) -> Refusal {
    if *error == ParserError::RecursionLimitExceeded {
        return Refusal::TooDeep;
    }
    // The parser draws the line where it stopped, which may be the whole document, and says
    // after that, in the names of its grammar, what it expected.
    let text = error.to_string();
    let last = text.lines().next_back().unwrap_or_default().trim();
    let message = last.strip_prefix("= ").map(|expected| {
        let expected = expected.replace("executable_definition", "operation or fragment");
        expected.replace("EOI", "end of document").replace('_', " ")
    });
    let at = error.positions().next();
    Refusal::Syntax {
        message: quoted(message.as_deref().unwrap_or(last)),
        line: at.map_or(1, |at| at.line),
        column: at.map_or(1, |at| at.column),
    }
}

fn quoted(text: &str) -> String {
    text.chars().take(MAX_QUOTED).collect()
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::types::Selection;
    use async_graphql::{Name, Value};
    use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, proptest};
    use proptest::sample::select;

    use super::*;

    fn refusal(document: &str) -> Refusal {
        check(document).unwrap_err()
    }

    /// Fragments that spread the next one `width` times, `levels` deep.
    fn bomb(width: usize, levels: usize) -> String {
        let fragment = |level| {
            let spreads = format!("...f{} ", level + 1).repeat(width);
            format!("fragment f{level} on Q{{{spreads}}}")
        };
        let fragments: String = (0..levels).map(fragment).collect();
        format!("{{a{{...f0}}}}{fragments}fragment f{levels} on Q{{a}}")
    }

    /// Each way to nest, `depth` brackets deep.
    fn nested(depth: usize) -> [String; 6] {
        [
            ("{a(x:", "[", "", "]", ")}"),
            ("{a(x:", "{x:", "1", "}", ")}"),
            ("query($v:I=", "[", "", "]", "){a}"),
            ("query($v:", "[", "I", "]", "){a}"),
            ("{a", "{a", "", "}", "}"),
            ("{", "...{", "a", "}", "}"),
        ]
        .map(|(start, open, middle, close, end)| {
            let count = depth - start.matches(['{', '(']).count();
            let (opened, closed) = (open.repeat(count), close.repeat(count));
            [start, &opened, middle, &closed, end].concat()
        })
    }

    #[test]
    fn nested_fragments_are_counted_not_walked() {
        assert!(check(&bomb(2, 7)).is_ok());
        for (width, levels) in [(2, 26), (2, 31), (40, 6), (100, 8)] {
            let used = bomb(width, levels);
            let unused = used.replacen("{...f0}", "", 1);
            assert_eq!(refusal(&used), Refusal::TooManySelections);
            assert_eq!(refusal(&unused), Refusal::TooManySelections);
        }
        // Few in each operation, many in all of them.
        let operations: String = (0..3).map(|n| format!("query q{n}{{a{{...f0}}}}")).collect();
        let document = bomb(2, 7).replacen("{a{...f0}}", &operations, 1);
        assert_eq!(refusal(&document), Refusal::TooManySelections);
        assert_eq!(refusal(&bomb(1, 40)), Refusal::TooDeep);
    }

    #[test]
    fn nesting_is_refused_before_the_parser_runs() {
        for document in nested(MAX_DEPTH) {
            assert!(check(&document).is_ok(), "{document}");
        }
        for depth in [33, 64, 100, 255, 1_000, 2_500, 10_000] {
            for document in nested(depth) {
                assert_eq!(refusal(&document).code(), "QUERY_TOO_COMPLEX", "{document}");
            }
        }
        // Not closed, and closed by what does not match.
        assert_eq!(refusal(&"[".repeat(16_000)), Refusal::TooDeep);
        assert_eq!(refusal(&"[)".repeat(8_000)), Refusal::TooManyBrackets);
        assert_eq!(refusal(&"{a(x:1)".repeat(33)), Refusal::TooDeep);
    }

    #[test]
    fn amounts_are_limited() {
        let aliases = |count| (0..count).fold(String::new(), |all, n| format!("{all}a{n}:a "));
        assert!(check(&format!("{{{}}}", aliases(20))).is_ok());
        for document in [
            format!("{{{}}}", aliases(21)),
            format!("{{{}}}", aliases(1_000)),
            format!("{{...F ...{{...F}}}} fragment F on Q{{{}}}", aliases(11)),
        ] {
            assert_eq!(refusal(&document), Refusal::TooManyRootFields);
        }
        let below = |count| format!("{{r{{{}}}}}", aliases(count));
        assert!(check(&below(999)).is_ok());
        assert_eq!(refusal(&below(1_000)), Refusal::TooManySelections);

        let directives = |count| format!("{{...{}{{a}}}}", "@d ".repeat(count));
        assert!(check(&directives(50)).is_ok());
        assert_eq!(refusal(&directives(51)), Refusal::TooManyDirectives);
        assert_eq!(refusal(&directives(3_000)), Refusal::TooManyDirectives);

        let sets = format!("{{{}}}", "a{b}".repeat(256));
        assert_eq!(refusal(&sets), Refusal::TooManyBrackets);
        let long = format!("{{a}}#{}", " ".repeat(16_384));
        assert_eq!(refusal(&long), Refusal::DocumentTooLong { bytes: 16_388 });
    }

    #[test]
    fn values_and_variables_are_limited() {
        let list = |of: &str, count| format!("query($v:[I]){{a(x:[{}])}}", of.repeat(count));
        assert!(check(&list("1 ", 999)).is_ok());
        assert!(check(&list("$v ", 200)).is_ok());
        assert_eq!(refusal(&list("$v ", 201)), Refusal::TooManyVariableUses);
        // Wherever values stand, and where fragments multiply them.
        let values = "1 ".repeat(1_000);
        for document in [
            format!("{{a(x:[{values}])}}"),
            format!("{{a@d(x:[{values}])}}"),
            format!("query@d(x:[{values}]){{a}}"),
            format!("query($v:I@d(x:[{values}])){{a}}"),
            format!("query($v:I=[{values}]){{a}}"),
            format!("{{a}} fragment F on Q@d(x:[{values}]){{a}}"),
            bomb(4, 2).replace("{a}", &format!("{{a({})}}", "x:1 ".repeat(70))),
        ] {
            assert_eq!(refusal(&document), Refusal::TooManyValues);
        }

        let variables = |count| {
            let list = Value::List(vec![Value::Null; count]);
            Variables::from_value(Value::Object([(Name::new("v"), list)].into()))
        };
        assert_eq!(check_variables(&variables(1_999)), Ok(()));
        let too_many = Err(Refusal::TooManyVariableValues);
        assert_eq!(check_variables(&variables(2_000)), too_many);
    }

    #[test]
    fn fragments_must_exist_and_not_include_themselves() {
        let cycle = |name: &str| Refusal::FragmentCycle { name: name.into() };
        assert_eq!(refusal("{...A} fragment A on Q{a ...A}"), cycle("A"));
        let circle = "fragment A on Q{...B} fragment B on Q{a{...C}} fragment C on Q{...{...B}}";
        for start in ["{...A}", "{...C}", "{a}"].repeat(8) {
            assert_eq!(refusal(&format!("{start} {circle}")), cycle("B"));
        }
        let unknown = Refusal::UnknownFragment { name: "X".into() };
        assert_eq!(refusal("{a{...X}}"), unknown);
        assert_eq!(refusal("{a} fragment A on Q{...X}"), unknown);
    }

    #[test]
    fn what_is_not_graphql_is_a_bad_request() {
        let documents = "|\u{feff} \n|#|{|{a}}|{}|query|fragment F on Q{a}|{a}{b}\
                         |query A{a}query A{a}|type Q{a:I}|{a(x:1e999)}|{a(x:\"\\ud800\")}|{a(x:[)]}";
        for document in documents.split('|') {
            assert_eq!(refusal(document).code(), "BAD_REQUEST", "{document}");
        }
        let parser = refusal("query {\n  a(x: )\n}").to_string();
        assert_eq!(parser, "expected value (line 2, column 8)");
        let twice = refusal("query a_b{a} query a_b{a}").to_string();
        assert_eq!(twice, "operation a_b is defined twice (line 1, column 14)");
        let scan = refusal("{\n é \"a\\x\"").to_string();
        assert!(scan.ends_with("(line 2, column 4)"), "{scan}");
        // A long document does not make a long message.
        let name = "a".repeat(5_000);
        let twice = format!("query {name}{{a}}").repeat(2);
        for document in [format!("{{{name}!}}"), format!("{{...{name}}}"), twice] {
            assert!(refusal(&document).to_string().len() < 300);
        }
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let deep = "[{(@".repeat(1_000);
        for document in [
            format!("{{a}} # {deep}"),
            format!("# \" {deep}\r{{a}} # \"\"\"\n"),
            format!("{{a(x: \"{deep} # \\\\\\\" {deep}\")}}"),
            format!("{{a(x: \"\"\" {deep} \" \"\" \\\"\"\" # \\\\\"\"\" {deep}\n\"\"\")}}"),
            format!("{{a(x: \"\", y: \"\"\"\"\"\", z: \"{deep}\")}}"),
        ] {
            assert!(check(&document).is_ok(), "{:?}", check(&document));
        }
    }

    #[test]
    fn brackets_cannot_hide() {
        let deep = "[".repeat(33) + &"]".repeat(33);
        let (empty, closed) = (r#""" """""" "#, r#""\"" "\\" """\""" """ """a\\"""""""#);
        for before in ["#\r", "#\"\n", "#\\\r\n", "\"#\"", "\u{feff},", empty, closed] {
            let document = format!("{{a(x:[{before}{deep}])}}");
            assert!(parse_query(&document).is_ok(), "{before}");
            assert_eq!(refusal(&document), Refusal::TooDeep, "{before}");
        }
        // The parser reads the first as `""` and `"[["`, and none of the others.
        for unclear in [r#""""[[""#, "\"[[\n\"", "\"[[\r\"", r#""\"#, "\"\\\n[[\"", r#""\x""#] {
            let refusal = refusal(&format!("{{a(x:[{unclear}])}}")).to_string();
            assert!(refusal.starts_with("string that is not closed"), "{unclear}");
        }
    }

    #[test]
    fn ordinary_documents_pass() {
        // What GraphiQL asks first: types, their fields and arguments, types nine deep.
        let (kinds, ends) = ("ofType{kind name ".repeat(9), "}".repeat(9));
        let introspection = format!(
            "query IntrospectionQuery {{ __schema {{ queryType {{ name }} mutationType {{ name }}
                types {{ ...Whole }}
                directives {{ name description locations args {{ ...Input }} }} }} }}
            fragment Whole on __Type {{ kind name description
                fields(includeDeprecated: true) {{ name description isDeprecated
                    args {{ ...Input }} type {{ ...Kind }} }}
                inputFields {{ ...Input }} interfaces {{ ...Kind }}
                enumValues(includeDeprecated: true) {{ name description isDeprecated }}
                possibleTypes {{ ...Kind }} }}
            fragment Input on __InputValue {{ name description type {{ ...Kind }} defaultValue }}
            fragment Kind on __Type {{ kind name {kinds}{ends} }}"
        );
        let list = "query Campaigns($first: Int = 25, $after: String, $from: Date!, $to: Date!) {
                # what the overview shows
                campaigns(first: $first, after: $after, orderBy: {field: CREATED_AT}) {
                    totalCount pageInfo { endCursor hasNextPage } nodes { ...Row }
                }
            }
            fragment Row on Campaign { id name links(first: 5) { nodes { aliases { slug } } }
                stats(from: $from, to: $to, timeZone: \"Europe/Berlin\", bucket: DAY) { clicks } }";
        let create = "mutation($input: FormCreateInput!, $withId: Boolean!) {
                formCreate(input: $input) {
                    form { id @include(if: $withId) fields { id } } userErrors { field code }
                }
                partnerCreate(input: {name: \"[\", note: \"\"\"two\n\"\"\"}) { partner { id } }
            }";
        for document in [&introspection, list, create, "{organisation{id}}"] {
            assert!(check(document).is_ok(), "{:?}", check(document));
        }
    }

    /// Pieces of strings, comments and lists, of which some are deeper than allowed.
    fn soup() -> impl Strategy<Value = String> {
        let pieces = r#"" "" """ \ \" \\ \""" # a ,"#.split(' ').chain(["\n", "\r", "\u{feff}"]);
        let (open, close) = ("[".repeat(33), "]".repeat(33));
        let mut pieces: Vec<_> = pieces.map(str::to_owned).collect();
        pieces.extend([format!("{open}{close}"), open, close]);
        proptest::collection::vec(select(pieces), 0..10).prop_map(|pieces| pieces.concat())
    }

    fn depth(list: &Value) -> usize {
        match list {
            Value::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
            _ => 0,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn nothing_panics(text in any::<String>(), soup in r#"[\[\]{}()"\\#@$:!=.,a-z0-9 \r\n]*"#) {
            for document in [&text, &soup, &format!("{{a(x:[{soup}])}}")] {
                prop_assert!(check(document).map_or_else(|refusal| refusal.code() != "", |_| true));
            }
        }

        // What the parser accepts is refused for its depth exactly if it is deep, or as unclear.
        #[test]
        fn the_scan_reads_what_the_parser_reads(soup in soup()) {
            let document = format!("{{a(x:[{soup}\n])}}");
            if let Ok(parsed) = parse_query(&document) {
                let operation = parsed.operations.iter().next().unwrap().1;
                let Selection::Field(a) = &operation.node.selection_set.node.items[0].node else {
                    unreachable!("it starts with a field");
                };
                let value = a.node.arguments[0].1.node.clone().into_const().unwrap();
                let is_deep = depth(&value) >= MAX_DEPTH;
                match check(&document) {
                    Ok(_) => prop_assert!(!is_deep),
                    Err(Refusal::TooDeep) => prop_assert!(is_deep),
                    Err(refusal) => prop_assert!(refusal.code() == "BAD_REQUEST"),
                }
            }
        }
    }
}
