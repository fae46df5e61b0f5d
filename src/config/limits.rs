//! How many calls a minute may be made, as it is set: `key=600,redirect=off`.

/// Calls per minute; `None`: no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Per secret key.
    pub key: Option<u32>,
    /// Per address and publishable key.
    pub browser: Option<u32>,
    /// Per address on links.
    pub redirect: Option<u32>,
    /// Per account and address at sign-in.
    pub signin: Option<u32>,
    /// Per session of the partner portal.
    pub portal: Option<u32>,
    /// Per address over all of the API, in each process.
    pub address: Option<u32>,
}

impl Limits {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut limits = Self::default();
        if text == "off" {
            return Ok(limits);
        }
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, number) =
                part.split_once('=').ok_or_else(|| format!("`{part}` is not of the form name=number"))?;
            let number =
                match number {
                    "off" => None,
                    _ => Some(number.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
                        format!("`{number}` is not a number of calls per minute; `off` means no limit")
                    })?),
                };
            match name {
                "key" => limits.key = number,
                "browser" => limits.browser = number,
                "redirect" => limits.redirect = number,
                "signin" => limits.signin = number,
                "portal" => limits.portal = number,
                "address" => limits.address = number,
                _ => {
                    return Err(format!(
                        "`{name}` is no limit; there are key, browser, redirect, signin, portal, address"
                    ));
                }
            }
        }
        Ok(limits)
    }
}
