//! From the properties of a conversion to the fields of its campaign's form.
//!
//! A property goes to the field whose id is its key, else where the campaign's mapping sends it,
//! else it is kept beside the fields. Nothing that was sent is lost, and nothing here refuses a
//! conversion: what does not fit becomes a problem of the submission, which an admin can mend.

mod options;
mod value;

use std::collections::{HashMap, HashSet};

use entity::form_field;
use entity::value::{DataType, FieldProblem, FieldProblems, Properties, SubmittedField, SubmittedFields};
use serde_json::{Map, Value};

use value::{clip, read};

pub use options::{OptionsProblem, check_options, new_field_id};

/// Properties that one conversion may have.
pub const MAX_PROPERTIES: usize = 100;
/// Characters that the key of a property may have.
pub const MAX_KEY_CHARACTERS: usize = 128;
/// Characters that a field of text holds.
pub const MAX_TEXT_CHARACTERS: usize = 10_000;
/// Choices that a dropdown may have.
pub const MAX_OPTIONS: usize = 200;
/// Characters that a choice may have.
pub const MAX_OPTION_CHARACTERS: usize = 200;

const MAX_MESSAGE_CHARACTERS: usize = 200;
/// From here on not every integer is an `f64` (2^53), so one that came as `f64` may be another's
/// neighbour.
const INEXACT_FROM: f64 = 9_007_199_254_740_992.0;

/// What became of the properties of a conversion.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filled {
    /// The fields that got a value, in the order of the form.
    pub fields: SubmittedFields,
    /// Properties that no field took, and those whose value did not fit, as they were sent.
    pub unmapped: Properties,
    /// What did not fit and what is missing, in the order of the form. Empty: the form is filled.
    pub problems: FieldProblems,
}

/// A property, or the e-mail address of the call in the place of one.
#[derive(Clone, Copy)]
struct Source<'a> {
    key: &'a str,
    value: &'a Value,
    is_property: bool,
}

/// Fills a form. `mapping` has pairs of a property's key and a field's id; `email` is the address
/// beside the properties.
///
/// - The address acts as a property `email` unless there is one. If no field has it then, the first
///   empty `EMAIL` field gets it. It is kept with the conversion, so it never becomes unmapped.
/// - Where several properties lead to one field, the one whose key is the field's id wins, then the
///   first by key; the others become unmapped.
/// - `null`, blank text and an empty list are no value.
pub fn fill(
    fields: &[form_field::Model],
    mapping: &[(String, String)],
    email: Option<&str>,
    properties: &Map<String, Value>,
) -> Filled {
    let mut form: Vec<&form_field::Model> = fields.iter().collect();
    form.sort_by_key(|field| (field.position, field.id.as_str()));
    let email = email.filter(|email| !email.trim().is_empty()).map(|email| Value::String(email.to_owned()));

    let mut filled = Filled::default();
    let mut keep = |source: Source<'_>| {
        if source.is_property {
            filled.unmapped.0.insert(source.key.to_owned(), source.value.clone());
        }
    };
    let sources = claims(&form, mapping, &sources(email.as_ref(), properties), &mut keep);
    let mut values: Vec<Option<Result<Value, String>>> = form
        .iter()
        .map(|field| {
            let source = *sources.get(field.id.as_str())?;
            let value = read(field, source.value);
            if value.is_err() {
                keep(source);
            }
            value.transpose()
        })
        .collect();

    if let Some(email) = &email {
        let is_placed = values.iter().flatten().flatten().any(|value| is_same_text(value, email));
        let mut slots = form.iter().zip(&mut values);
        let empty = slots.find(|(field, value)| field.data_type == DataType::Email && value.is_none());
        if let Some((field, value)) = empty
            && !is_placed
        {
            *value = read(field, email).transpose();
        }
    }

    for (field, value) in form.into_iter().zip(values) {
        let problem = match value {
            Some(Ok(value)) => {
                let (field_id, label) = (field.id.clone(), field.label.clone());
                filled.fields.0.push(SubmittedField { field_id, label, value });
                continue;
            }
            Some(Err(problem)) => problem,
            None if field.is_required => "a value is required, and none was sent".to_owned(),
            None => continue,
        };
        let (field_id, label, message) = (field.id.clone(), field.label.clone(), clip(&problem));
        filled.problems.0.push(FieldProblem { field_id, label, message });
    }
    filled
}

/// Everything that may fill a field, by key.
fn sources<'a>(email: Option<&'a Value>, properties: &'a Map<String, Value>) -> Vec<Source<'a>> {
    let has_own_email = properties.get("email").is_some_and(|value| !is_absent(value));
    let email = email.filter(|_| !has_own_email).map(|value| Source { key: "email", value, is_property: false });
    let own = properties.iter().map(|(key, value)| Source { key, value, is_property: true });
    let mut sources: Vec<Source<'_>> = own.chain(email).collect();
    // The map's own order depends on a feature of serde_json that any dependency could switch on.
    sources.sort_by_key(|source| source.key);
    sources
}

/// Which source fills which field, by the field's id. Sources that fill none are kept.
fn claims<'a>(
    form: &[&form_field::Model],
    mapping: &'a [(String, String)],
    sources: &[Source<'a>],
    keep: &mut impl FnMut(Source<'a>),
) -> HashMap<&'a str, Source<'a>> {
    let ids: HashSet<&str> = form.iter().map(|field| field.id.as_str()).collect();
    let mut claims = HashMap::new();
    let (direct, others): (Vec<Source<'a>>, Vec<Source<'a>>) =
        sources.iter().partition(|source| ids.contains(source.key));
    for source in direct.into_iter().filter(|source| !is_absent(source.value)) {
        claims.insert(source.key, source);
    }
    for source in others {
        let mapped = mapping.iter().find(|(property, _)| property == source.key);
        match mapped.map(|(_, field_id)| field_id.as_str()).filter(|field_id| ids.contains(field_id)) {
            Some(_) if is_absent(source.value) => {}
            Some(field_id) if !claims.contains_key(field_id) => {
                claims.insert(field_id, source);
            }
            Some(_) | None => keep(source),
        }
    }
    claims
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}

fn is_same_text(one: &Value, other: &Value) -> bool {
    matches!((one, other), (Value::String(one), Value::String(other)) if one.eq_ignore_ascii_case(other.trim()))
}

/// The properties of a conversion call; none where they are absent or `null`. Any JSON value may
/// be one. U+0000 inside them becomes U+FFFD, because Postgres has no text with it, and a call
/// must not fail for good because of it.
///
/// # Errors
///
/// Pairs of a field (`properties`, or `properties.` and a key) and what is wrong with it.
pub fn check_properties(value: Option<&Value>) -> Result<Map<String, Value>, Vec<(String, String)>> {
    let of_all = |message: String| Err(vec![("properties".to_owned(), message)]);
    let properties = match value {
        None | Some(Value::Null) => return Ok(Map::new()),
        Some(Value::Object(properties)) => properties,
        Some(_) => return of_all("expected an object".to_owned()),
    };
    if properties.len() > MAX_PROPERTIES {
        return of_all(format!("expected at most {MAX_PROPERTIES} properties, not {}", properties.len()));
    }
    let mut problems = Vec::new();
    for key in properties.keys() {
        let message = match key.chars().count() {
            0 => "expected a key of at least one character".to_owned(),
            length if length > MAX_KEY_CHARACTERS => {
                format!("expected a key of at most {MAX_KEY_CHARACTERS} characters, not {length}")
            }
            _ => continue,
        };
        let field: String = key.chars().take(MAX_KEY_CHARACTERS).collect();
        problems.push((format!("properties.{field}"), message));
    }
    if problems.is_empty() { Ok(storable_object(properties)) } else { Err(problems) }
}

fn storable_object(object: &Map<String, Value>) -> Map<String, Value> {
    object.iter().map(|(key, value)| (storable_text(key), storable(value))).collect()
}

/// As deep as the parser of JSON lets values be, which is 128.
fn storable(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(storable_text(text)),
        Value::Array(items) => items.iter().map(storable).collect(),
        Value::Object(object) => Value::Object(storable_object(object)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn storable_text(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use entity::id::{FormId, OrganisationId};
    use entity::value::Texts;
    use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_oneof, proptest};
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    /// A form field called after its id, at a position; its options have semicolons between them.
    fn field(id: &str, position: i32, data_type: DataType, options: &str) -> form_field::Model {
        form_field::Model {
            organisation_id: OrganisationId(Uuid::nil()),
            id: id.to_owned(),
            form_id: FormId(Uuid::nil()),
            position,
            label: id.to_uppercase(),
            data_type,
            is_required: false,
            options: Texts(options.split(';').filter(|option| !option.is_empty()).map(str::to_owned).collect()),
        }
    }

    fn required(mut field: form_field::Model) -> form_field::Model {
        field.is_required = true;
        field
    }

    /// `fields`, `unmapped` and `problems` (messages only) as one document.
    fn filled(form: &[form_field::Model], mapping: &[(&str, &str)], email: Option<&str>, properties: Value) -> Value {
        let mapping: Vec<(String, String)> = mapping.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let filled = fill(form, &mapping, email, &check_properties(Some(&properties)).unwrap());
        let fields: Map<String, Value> = filled.fields.0.into_iter().map(|f| (f.field_id, f.value)).collect();
        let problems: Map<String, Value> =
            filled.problems.0.into_iter().map(|p| (p.field_id, Value::String(p.message))).collect();
        json!([fields, filled.unmapped.0, problems])
    }

    /// What one value becomes in a field of a type; the message of its problem if it has one.
    fn read_as(data_type: DataType, options: &str, value: Value) -> Result<Value, String> {
        let form = [field("f", 0, data_type, options)];
        let result = filled(&form, &[("key", "f")], None, json!({ "key": value }));
        match result[2].get("f") {
            Some(problem) => {
                assert_eq!(result[1], json!({ "key": value }), "a value with a problem stays visible");
                Err(problem.as_str().unwrap().to_owned())
            }
            None => Ok(result[0].get("f").cloned().unwrap_or(Value::Null)),
        }
    }

    #[test]
    fn a_property_goes_by_its_id_then_by_the_mapping_then_beside() {
        let form = [field("a", 0, DataType::String, ""), field("b", 1, DataType::String, "")];
        let mapping = [("plan", "a"), ("tier", "b"), ("gone", "zzz"), ("a", "b")];
        assert_eq!(
            filled(&form, &mapping, None, json!({ "a": "by id", "tier": "mapped", "gone": 1, "free": [null] })),
            json!([{ "a": "by id", "b": "mapped" }, { "gone": 1, "free": [null] }, {}])
        );
        let both = json!({ "a": "id", "plan": "loser" });
        assert_eq!(filled(&form, &mapping, None, both), json!([{ "a": "id" }, { "plan": "loser" }, {}]));
        let nulls = json!({ "a": null, "plan": "mapped", "tier": " ", "free": null });
        assert_eq!(filled(&form, &mapping, None, nulls), json!([{ "a": "mapped" }, { "free": null }, {}]));
        let rivals = json!({ "z": "last", "k": [], "m": "first", "n": "second" });
        let mapping = [("z", "a"), ("n", "a"), ("k", "a"), ("m", "a")];
        assert_eq!(
            filled(&form, &mapping, None, rivals),
            json!([{ "a": "first" }, { "n": "second", "z": "last" }, {}])
        );
    }

    #[test]
    fn the_address_of_the_call_fills_in() {
        let form = [
            field("text", 0, DataType::String, ""),
            field("mail2", 2, DataType::Email, ""),
            field("mail1", 1, DataType::Email, ""),
            field("count", 3, DataType::Number, ""),
        ];
        let call = Some("a@b.co");
        let none = json!({});
        assert_eq!(filled(&form, &[], call, none.clone()), json!([{ "mail1": "a@b.co" }, {}, {}]));
        assert_eq!(filled(&form, &[], Some(""), none.clone()), json!([{}, {}, {}]));
        assert_eq!(filled(&form[..1], &[], call, none.clone()), json!([{}, {}, {}]));
        assert_eq!(filled(&form, &[("email", "text")], call, none.clone()), json!([{ "text": "a@b.co" }, {}, {}]));
        assert_eq!(filled(&form, &[("email", "mail2")], call, none.clone()), json!([{ "mail2": "a@b.co" }, {}, {}]));
        let loses = filled(&form, &[("email", "text")], call, json!({ "text": "x" }));
        assert_eq!(loses, json!([{ "text": "x", "mail1": "a@b.co" }, {}, {}]));
        let misfit = filled(&form, &[("email", "count")], call, none);
        assert_eq!(misfit[0], json!({ "mail1": "a@b.co" }));
        assert_eq!((&misfit[1], misfit[2]["count"].is_string()), (&json!({}), true));
        // A property of that name comes first, unless it has no value.
        let own = filled(&form, &[("email", "mail2")], call, json!({ "email": "x@y.co" }));
        assert_eq!(own, json!([{ "mail1": "a@b.co", "mail2": "x@y.co" }, {}, {}]));
        let same = filled(&form, &[("email", "mail2")], call, json!({ "email": "A@b.co" }));
        assert_eq!(same, json!([{ "mail2": "A@b.co" }, {}, {}]));
        let empty = filled(&form, &[("email", "mail2")], call, json!({ "email": "" }));
        assert_eq!(empty, json!([{ "mail2": "a@b.co" }, {}, {}]));
        let unmapped = filled(&form, &[], call, json!({ "email": "x@y.co" }));
        assert_eq!(unmapped, json!([{ "mail1": "a@b.co" }, { "email": "x@y.co" }, {}]));
        let taken = filled(&form, &[("m", "mail1")], call, json!({ "m": "not one" }));
        assert_eq!(taken[0], json!({ "mail2": "a@b.co" }));
    }

    #[test]
    fn a_required_field_that_is_missing_is_one_problem() {
        let form =
            [required(field("a", 0, DataType::Number, "")), required(field("m", 1, DataType::DropdownMulti, "X"))];
        let missing = "a value is required, and none was sent";
        assert_eq!(filled(&form, &[], None, json!({})), json!([{}, {}, { "a": missing, "m": missing }]));
        let blank = json!({ "a": "  ", "m": ["", null] });
        assert_eq!(filled(&form, &[], None, blank), json!([{}, {}, { "a": missing, "m": missing }]));
        let wrong = filled(&form, &[], None, json!({ "a": "x", "m": "x" }));
        assert_eq!((&wrong[0], &wrong[1]), (&json!({ "m": ["X"] }), &json!({ "a": "x" })));
        assert_ne!(wrong[2]["a"], missing);
        let mail = [required(field("mail", 0, DataType::Email, ""))];
        assert_eq!(filled(&mail, &[], Some("a@b.co"), json!({})), json!([{ "mail": "a@b.co" }, {}, {}]));
    }

    #[test]
    fn fields_and_problems_have_the_order_of_the_form_and_its_labels() {
        let form = [
            field("z", 0, DataType::String, ""),
            required(field("b", 2, DataType::Date, "")),
            field("a", 1, DataType::String, ""),
        ];
        let properties = json!({ "a": "1", "z": "2" });
        let filled = fill(&form, &[], None, properties.as_object().unwrap());
        let order: Vec<&str> = filled.fields.0.iter().map(|field| field.label.as_str()).collect();
        assert_eq!((order, filled.problems.0[0].label.as_str()), (vec!["Z", "A"], "B"));
    }

    #[test]
    fn text_takes_scalars() {
        let read = |value| read_as(DataType::String, "", value);
        assert_eq!(read(json!(" as is ")), Ok(json!(" as is ")));
        assert_eq!(read(json!(true)), Ok(json!("true")));
        assert_eq!(read(json!(49.9)), Ok(json!("49.9")));
        assert_eq!(read(json!(u64::MAX)), Ok(json!("18446744073709551615")));
        assert!(read(json!(1e20)).unwrap_err().contains("in quotes"));
        assert!(read(json!(["a"])).is_err() && read(json!({})).is_err());
        assert_eq!(read(json!("ü".repeat(10_000))), Ok(json!("ü".repeat(10_000))));
        assert!(read(json!("ü".repeat(10_001))).is_err());
    }

    #[test]
    fn numbers_are_kept_exactly_or_not_at_all() {
        let good = "49 49 | 49.90 49.9 | 1e3 1000 | -0 0 | +7 7 | -12.50 -12.5 | 007 7 | 0.0 0 | 4.9e1 49 | 1E-2 0.01
            | 9223372036854775807 9223372036854775807 | 18446744073709551615 18446744073709551615 | 0e999999 0
            | -9223372036854775808 -9223372036854775808 | 100000000000000000000e-18 100
            | 59.970000000000006 59.970000000000006";
        for row in good.split('|') {
            let (given, expected) = row.trim().split_once(' ').unwrap();
            let read = read_as(DataType::Number, "", json!(format!(" {given}\t")));
            assert_eq!(read.map(|number| number.to_string()).as_deref(), Ok(expected), "{given}");
        }
        let bad =
            "NaN inf -inf Infinity 1,000 1.000,50 1_000 0x10 1e 1e+ e5 . 5. .5 1.2.3 --1 +-1 49€ $49 ١٢ 1e308 1e-400
            18446744073709551616 -9223372036854775809 0.1234567890123456789 9007199254740993.5 1e99999999999 true";
        for given in bad.split_whitespace() {
            assert!(read_as(DataType::Number, "", json!(given)).is_err(), "{given}");
        }
        for (given, expected) in [
            (json!(49), "49"),
            (json!(49.0), "49"),
            (json!(-0.0), "0"),
            (json!(0.1), "0.1"),
            (json!(u64::MAX), "18446744073709551615"),
        ] {
            assert_eq!(read_as(DataType::Number, "", given).unwrap().to_string(), expected);
        }
        for given in [json!(9_007_199_254_740_992.0), json!(1e308), json!(true), json!([1]), json!({ "a": 1 })] {
            assert!(read_as(DataType::Number, "", given.clone()).is_err(), "{given}");
        }
    }

    #[test]
    fn addresses_and_dates_are_checked() {
        assert_eq!(read_as(DataType::Email, "", json!(" Anna@b.co ")), Ok(json!("Anna@b.co")));
        assert!(read_as(DataType::Email, "", json!("anna")).unwrap_err().contains("anna@example.com"));
        assert!(read_as(DataType::Email, "", json!(1)).is_err());
        let good = "2026-01-31 2026-01-31 | 2024-02-29 2024-02-29 | 2026-01-31T23:30:00-08:00 2026-01-31
            | 2026-01-31T00:30:00.123Z 2026-01-31 | 2026-01-31t00:30:00+14:00 2026-01-31 | 0001-01-01 0001-01-01";
        for row in good.split('|') {
            let (given, expected) = row.trim().split_once(' ').unwrap();
            assert_eq!(read_as(DataType::Date, "", json!(format!("{given} "))), Ok(json!(expected)));
        }
        let bad = "2026-02-29 2026-13-01 2026-1-2 26-01-31 31.01.2026 01/31/2026 20260131 2026-01-31T25:00:00Z
            2026-01-31T10:00 +12026-01-31 -0001-01-01 2026-01-31Z today 1767225600";
        for given in bad.split_whitespace() {
            assert!(read_as(DataType::Date, "", json!(given)).unwrap_err().contains("2026-01-31"), "{given}");
        }
        assert!(read_as(DataType::Date, "", json!(1_767_225_600)).is_err());
    }

    #[test]
    fn choices_are_stored_in_their_own_spelling() {
        let one = |value| read_as(DataType::Dropdown, "Starter;Team;10;Über uns", value);
        assert_eq!(one(json!("team ")), Ok(json!("Team")));
        assert_eq!(one(json!("ÜBER UNS")), Ok(json!("Über uns")));
        assert_eq!(one(json!(10)), Ok(json!("10")));
        assert_eq!(one(json!("Pro")), Err("expected one of: Starter, Team, 10, Über uns".to_owned()));
        assert!(one(json!(["Team"])).is_err() && one(json!("Team;10")).is_err());

        let many = |value| read_as(DataType::DropdownMulti, "Red;Green;Red, dark;7", value);
        assert_eq!(many(json!(["GREEN", " red", "Red", null, 7])), Ok(json!(["Green", "Red", "7"])));
        assert_eq!(many(json!("red; green ;;red")), Ok(json!(["Red", "Green"])));
        assert_eq!(many(json!("green,red,")), Ok(json!(["Green", "Red"])));
        assert_eq!(many(json!("red, dark")), Ok(json!(["Red, dark"])));
        assert_eq!(many(json!("red, dark; green,7")), Ok(json!(["Red, dark", "Green", "7"])));
        assert_eq!(many(json!([])), Ok(Value::Null));
        assert_eq!(many(json!(" ; ,")), Ok(Value::Null));
        assert!(many(json!(["Red", "Blue"])).unwrap_err().starts_with("expected any of: Red, Green"));
        assert!(many(json!([["Red"]])).is_err() && many(json!({})).is_err() && many(json!(["Red;Green"])).is_err());
    }

    #[test]
    fn a_message_has_at_most_200_characters() {
        let options = vec!["Größe"; 100].join(";");
        let message = read_as(DataType::Dropdown, &options, json!("x")).unwrap_err();
        assert_eq!((message.chars().count(), message.ends_with('…')), (200, true));
    }

    #[test]
    fn field_ids_are_24_letters_and_digits() {
        let mut rng = StdRng::seed_from_u64(7);
        let ids: HashSet<String> = (0..1_000).map(|_| new_field_id(&mut rng)).collect();
        assert_eq!(ids.len(), 1_000);
        assert!(
            ids.iter().all(|id| id.len() == 24 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        );
        assert_eq!(ids.iter().flat_map(|id| id.bytes()).collect::<HashSet<u8>>().len(), 36);
    }

    #[test]
    fn options_belong_to_dropdowns_and_differ() {
        let texts = |options: &[&str]| -> Vec<String> { options.iter().map(|option| (*option).to_owned()).collect() };
        let check = |options: &[&str]| check_options(DataType::Dropdown, &texts(options));
        assert_eq!(check(&[" Starter", "Team "]), Ok(Texts(texts(&["Starter", "Team"]))));
        assert_eq!(check(&[]), Err(vec![OptionsProblem::Missing]));
        assert_eq!(
            check(&["A", " ", "a ", &"x".repeat(201), "b\0", "É", "é"]),
            Err(vec![
                OptionsProblem::Blank(1),
                OptionsProblem::Repeated(2),
                OptionsProblem::TooLong(3),
                OptionsProblem::Control(4),
                OptionsProblem::Repeated(6)
            ])
        );
        let numbered: Vec<String> = (0..201).map(|n| n.to_string()).collect();
        assert!(check_options(DataType::DropdownMulti, &numbered[..200]).is_ok());
        assert_eq!(check_options(DataType::DropdownMulti, &numbered), Err(vec![OptionsProblem::TooMany]));
        assert_eq!(check_options(DataType::Date, &[]), Ok(Texts::default()));
        assert_eq!(check_options(DataType::String, &texts(&["A"])), Err(vec![OptionsProblem::NotAllowed]));
    }

    #[test]
    fn properties_are_an_object_of_at_most_100_keys() {
        assert_eq!(check_properties(None), Ok(Map::new()));
        assert_eq!(check_properties(Some(&Value::Null)), Ok(Map::new()));
        for value in [json!([]), json!("{}"), json!(1), json!(true)] {
            let problems = check_properties(Some(&value)).unwrap_err();
            assert_eq!(problems, [("properties".to_owned(), "expected an object".to_owned())]);
        }
        let of_size = |size: usize| Value::Object((0..size).map(|key| (key.to_string(), Value::Null)).collect());
        assert_eq!(check_properties(Some(&of_size(100))).map(|map| map.len()), Ok(100));
        assert_eq!(check_properties(Some(&of_size(101))).unwrap_err()[0].0, "properties");
        assert!(check_properties(Some(&json!({ "ü".repeat(128): 1 }))).is_ok());
        let problems = check_properties(Some(&json!({ "": 1, "ü".repeat(129): 2, "fine": 3 }))).unwrap_err();
        let fields: Vec<&str> = problems.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["properties.", &format!("properties.{}", "ü".repeat(128))]);
    }

    #[test]
    fn properties_can_be_stored_whatever_is_in_them() {
        let nul = json!({ "a\0": ["x\0y", { "\0": "\0" }], "n": 1.5 });
        let stored = json!({ "a\u{FFFD}": ["x\u{FFFD}y", { "\u{FFFD}": "\u{FFFD}" }], "n": 1.5 });
        assert_eq!(check_properties(Some(&nul)).map(Value::Object), Ok(stored));
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "(Red|red;green|2026-01-31|49\\.90|a@b\\.co|.{0,6})".prop_map(Value::from),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| proptest::collection::vec(inner, 0..3).prop_map(Value::from))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_048))]

        #[test]
        fn nothing_that_was_sent_is_lost(
            properties in proptest::collection::btree_map("[a-h]|email", values(), 0..8),
            mapping in proptest::collection::vec(("[a-h]|email", "[a-h]"), 0..6),
            email in proptest::option::of(Just("anna@example.com")),
        ) {
            use DataType::{Date, Dropdown, DropdownMulti, Email as Mail, Number as Count, String as Text};
            let types = [("a", Text), ("b", Count), ("c", Mail), ("d", Date), ("e", Dropdown), ("f", DropdownMulti)];
            let form: Vec<_> = (0..).zip(types).map(|(at, (id, kind))| field(id, at, kind, "Red;Green")).collect();
            let properties: Map<String, Value> = properties.into_iter().collect();
            let filled = fill(&form, &mapping, email, &properties);
            let ids: Vec<&str> = filled.fields.0.iter().map(|field| field.field_id.as_str()).collect();
            let mut taken = HashSet::new();
            for (key, value) in &properties {
                if filled.unmapped.0.get(key) == Some(value) || is_absent(value) {
                    continue;
                }
                // Not beside the fields: then in one, and alone there.
                let mapped = mapping.iter().find(|(property, _)| property == key).map(|(_, id)| id.as_str());
                let target = if form.iter().any(|field| field.id == *key) { key } else { mapped.unwrap() };
                let is_empty_list = target == "f" && value::read_options(&form[5].options, value) == Some(Vec::new());
                prop_assert!(is_empty_list || ids.contains(&target) && taken.insert(target.to_owned()), "{}", key);
            }
            prop_assert!(filled.unmapped.0.iter().all(|(key, value)| properties.get(key) == Some(value)));
            prop_assert!(email.is_none() || ids.contains(&"c") || filled.problems.0.iter().any(|p| p.field_id == "c")
                || filled.fields.0.iter().any(|field| field.value == json!("anna@example.com")));
            prop_assert!(filled.problems.0.iter().all(|problem| !ids.contains(&problem.field_id.as_str())));
        }

        #[test]
        fn nothing_makes_it_panic(properties in values(), value in values(), text in ".{0,30}") {
            let _ = check_properties(Some(&properties));
            use DataType::{Date, Dropdown, DropdownMulti, Email as Mail, Number as Count, String as Text};
            for data_type in [Text, Count, Mail, Date, Dropdown, DropdownMulti] {
                let field = field("f", 0, data_type, "Red;Green");
                let _ = read(&field, &value);
                let _ = read(&field, &Value::from(text.as_str()));
            }
        }
    }
}
