//! Cells of a CSV file.

use chrono::{DateTime, SecondsFormat, Utc};
use csv::{Terminator, Writer, WriterBuilder};
use serde::Serialize;

/// A cell.
pub(in crate::http) enum Cell {
    /// Something that people or other systems have written, which may be anything.
    Text(String),
    /// A number, a time, an id or a word of ours: nothing that a spreadsheet would run.
    Plain(String),
}

impl Cell {
    /// A text of others; none is an empty cell.
    pub(in crate::http) fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or_else(Self::none, |text| Self::Text(text.into()))
    }

    /// A word or an id of ours; none is an empty cell.
    pub(in crate::http) fn plain(value: Option<impl ToString>) -> Self {
        value.map_or_else(Self::none, |value| Self::Plain(value.to_string()))
    }

    /// A time, with its zone; none is an empty cell.
    pub(in crate::http) fn time(at: Option<DateTime<Utc>>) -> Self {
        Self::plain(at.map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true)))
    }

    /// A share, as a plain decimal; none is an empty cell.
    pub(in crate::http) fn share(share: Option<f64>) -> Self {
        Self::plain(share.map(|share| format!("{share:.6}")))
    }

    /// A value of its own kind, as JSON.
    pub(in crate::http) fn json(value: &impl Serialize) -> Self {
        Self::text(serde_json::to_string(value).ok())
    }

    /// An empty cell.
    pub(in crate::http) fn none() -> Self {
        Self::Plain(String::new())
    }

    fn written(self) -> String {
        match self {
            Self::Plain(value) => value,
            Self::Text(text) if runs(&text) => format!("'{text}"),
            Self::Text(text) => text,
        }
    }
}

/// Whether a spreadsheet would take a text for a formula.
fn runs(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Rows of a CSV file, as they are written (RFC 4180).
pub(in crate::http) struct Sheet(Writer<Vec<u8>>);

impl Default for Sheet {
    fn default() -> Self {
        Self(WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new()))
    }
}

impl Sheet {
    /// A sheet that begins with the names of its columns.
    pub(in crate::http) fn with_header(names: &[&str]) -> Self {
        let mut sheet = Self::default();
        sheet.row(names.iter().map(|name| Cell::Plain((*name).to_owned())));
        sheet
    }

    /// Adds a row.
    pub(in crate::http) fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        // It fails for no writer that only keeps what it is given, and for rows of one length.
        let _ = self.0.write_record(cells.into_iter().map(Cell::written));
    }

    /// What was written.
    pub(in crate::http) fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_a_spreadsheet_would_run_stands_behind_an_apostrophe() {
        let texts = ["=1+1", "+32 2 123", "-1", "@SUM(A1)", "\tx", "\rx", "a=1", "", "two\nlines, \"quoted\"", "é"];
        let mut sheet = Sheet::with_header(&["text"]);
        texts.iter().for_each(|text| sheet.row([Cell::text(Some(*text))]));
        sheet.row([Cell::plain(Some(-5))]);
        let bytes = sheet.into_bytes();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let read: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
        assert_eq!(
            read,
            ["'=1+1", "'+32 2 123", "'-1", "'@SUM(A1)", "'\tx", "'\rx", "a=1", "", "two\nlines, \"quoted\"", "é", "-5"]
        );
        assert!(bytes.starts_with(b"text\r\n"));
    }
}
