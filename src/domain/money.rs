//! Amounts of money: whole numbers of a currency's minor unit, and how people write them.
//!
//! Pure. No amount is ever a floating point number.

/// What one amount may be at most, in minor units. The sum of nine million such amounts still fits
/// into 64 bits, and that of nine thousand into what a JavaScript number holds exactly.
pub const MOST: i64 = 1_000_000_000_000;

/// Currencies whose minor unit is not a hundredth, by how many decimals they have (ISO 4217, list one).
const OTHER_EXPONENTS: &[(&str, u32)] = &[
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("UYW", 4),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
];

/// Currencies whose minor unit is a hundredth (ISO 4217, list one; without metals, test codes and
/// units of account that nobody is paid in).
const HUNDREDTHS: &str = "
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
    CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER
    ZAR ZMW ZWG";

/// How many decimals a currency has; none: there is no such currency.
pub fn exponent(currency: &str) -> Option<u32> {
    let listed = OTHER_EXPONENTS.iter().find(|(code, _)| *code == currency).map(|(_, exponent)| *exponent);
    listed.or_else(|| HUNDREDTHS.split_whitespace().any(|code| code == currency).then_some(2))
}

/// An amount as a plain decimal number, as `-12.50`: with all decimals of its currency and no
/// separator of thousands.
pub fn decimal(minor: i64, currency: &str) -> String {
    let exponent = exponent(currency).unwrap_or(2);
    let (sign, digits) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    if exponent == 0 {
        return format!("{sign}{digits}");
    }
    let unit = 10_u64.pow(exponent);
    format!("{sign}{}.{:0width$}", digits / unit, digits % unit, width = exponent as usize)
}

/// An amount for people, as `12.50 EUR`.
pub fn shown(minor: i64, currency: &str) -> String {
    format!("{} {currency}", decimal(minor, currency))
}

/// Reads an amount that somebody typed, as `12.5`, in minor units.
///
/// # Errors
///
/// What is wrong with it, for people: not a plain decimal number, negative, more decimals than the
/// currency has, or over [`MOST`].
pub fn parse(typed: &str, currency: &str) -> Result<i64, String> {
    let exponent = exponent(currency).unwrap_or(2);
    let example = decimal(1_250 * 10_i64.pow(exponent) / 100, currency);
    let malformed = || format!("Write the amount as a plain number, such as {example}.");
    let typed = typed.trim();
    let (whole, decimals) = typed.split_once('.').unwrap_or((typed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) || (typed.contains('.') && decimals.is_empty()) {
        return Err(malformed());
    }
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > exponent as usize {
        return Err(match exponent {
            0 => format!("{currency} has no decimals; write {example}."),
            _ => format!("{currency} has {exponent} decimals; write {example}."),
        });
    }
    let digits = format!("{whole}{decimals:0<width$}", width = exponent as usize);
    match digits.parse::<i64>() {
        Ok(minor) if minor <= MOST => Ok(minor),
        _ if digits.bytes().all(|byte| byte == b'0') => Ok(0),
        _ => Err(format!("An amount is at most {}.", shown(MOST, currency))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_currency_has_the_decimals_of_iso_4217() {
        for (code, expected) in
            [("EUR", Some(2)), ("USD", Some(2)), ("JPY", Some(0)), ("KWD", Some(3)), ("CLF", Some(4)), ("UYW", Some(4))]
        {
            assert_eq!(exponent(code), expected, "{code}");
        }
        for unknown in ["", "eur", "EURO", "EU", "XXX", "XAU", "EUR "] {
            assert_eq!(exponent(unknown), None, "{unknown}");
        }
        let mut codes: Vec<_> = HUNDREDTHS.split_whitespace().collect();
        codes.extend(OTHER_EXPONENTS.iter().map(|(code, _)| *code));
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count, "each once");
    }

    #[test]
    fn an_amount_is_written_with_the_decimals_of_its_currency() {
        assert_eq!(decimal(1250, "EUR"), "12.50");
        assert_eq!(decimal(5, "EUR"), "0.05");
        assert_eq!(decimal(-5, "EUR"), "-0.05");
        assert_eq!(decimal(1250, "JPY"), "1250");
        assert_eq!(decimal(1250, "KWD"), "1.250");
        assert_eq!(decimal(i64::MIN, "EUR"), "-92233720368547758.08");
        assert_eq!(shown(0, "EUR"), "0.00 EUR");
    }

    #[test]
    fn what_people_type_is_read_or_explained() {
        for (typed, currency, minor) in [
            ("12.50", "EUR", 1250),
            ("12.5", "EUR", 1250),
            (" 12 ", "EUR", 1200),
            ("0", "EUR", 0),
            ("007.10", "EUR", 710),
            ("1.500", "EUR", 150),
            ("1250", "JPY", 1250),
            ("1250.00", "JPY", 1250),
            ("1.25", "KWD", 1250),
            ("10000000000", "EUR", MOST),
        ] {
            assert_eq!(parse(typed, currency), Ok(minor), "{typed} {currency}");
        }
        for (typed, currency, said) in [
            ("", "EUR", "12.50"),
            ("12,50", "EUR", "12.50"),
            ("-1", "EUR", "12.50"),
            ("+1", "EUR", "12.50"),
            ("1e3", "EUR", "12.50"),
            ("NaN", "EUR", "12.50"),
            ("12.", "EUR", "12.50"),
            (".5", "EUR", "12.50"),
            ("1 000", "EUR", "12.50"),
            ("١٢", "EUR", "12.50"),
            ("12.505", "EUR", "2 decimals"),
            ("12.5", "JPY", "no decimals"),
            ("10000000000.01", "EUR", "at most 10000000000.00 EUR"),
            ("99999999999999999999999", "EUR", "at most"),
        ] {
            let message = parse(typed, currency).unwrap_err();
            assert!(message.contains(said), "{typed} {currency}: {message}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_reads_back(minor in 0..=MOST, code in prop::sample::select(vec!["EUR", "JPY", "KWD", "CLF"])) {
            prop_assert_eq!(parse(&decimal(minor, code), code), Ok(minor));
        }

        #[test]
        fn no_text_is_too_strange(typed in ".*") {
            let _ = parse(&typed, "EUR");
        }
    }
}
