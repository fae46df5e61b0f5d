//! A link as a QR code.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::{Error, Result};

/// Light modules around the code, without which cameras do not find it (ISO/IEC 18004).
const QUIET: usize = 4;

/// The QR code of a URL, as an SVG image of one unit a module, black on white.
///
/// # Errors
///
/// [`Error::Internal`] for a URL that is too long for any QR code.
pub fn qr_code(url: &str) -> Result<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M).map_err(Error::internal)?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (row, modules) in modules.chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let dark = modules.iter().skip(column).take_while(|module| **module == Color::Dark).count();
            if dark > 0 {
                // Writing to a text does not fail.
                let _ = write!(path, "M{} {}h{dark}v1h-{dark}z", column + QUIET, row + QUIET);
            }
            column += dark.max(1);
        }
    }
    let size = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_the_modules_of_the_code() {
        let url = "https://go.example/r/a1B2c3D4";
        let svg = qr_code(url).unwrap();
        let code = QrCode::with_error_correction_level(url, EcLevel::M).unwrap();
        let dark = code.to_colors().iter().filter(|module| **module == Color::Dark).count();
        let drawn: usize = svg
            .split('M')
            .skip(2)
            .map(|run| run.split('h').nth(1).unwrap().split('v').next().unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, dark);
        assert!(qr_code(&"x".repeat(10_000)).is_err());
    }
}
