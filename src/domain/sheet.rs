//! CSV files that people upload: the first line names the columns, in any order and case.

use crate::error::{Problem, ProblemCode, Result};

/// How many rows a file may have.
pub const MAX_ROWS: usize = 10_000;

/// What spreadsheets put between cells: a semicolon where the comma is in numbers.
const DELIMITERS: &[u8] = b",;\t";

/// A row of a file.
#[derive(Debug, Clone)]
pub struct Row {
    /// The line on which it begins, from 1.
    pub line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The cell in a column, by its place in the list of columns; empty where the row has none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// What became of a row of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOutcome {
    /// Something was made of it.
    Created,
    /// What it says is there already; nothing was changed.
    Exists,
    /// It is wrong.
    Invalid,
}

/// Reads a file with all `columns`, of which the first `needed` may not be missing.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a file that is no such CSV, or has over [`MAX_ROWS`] rows.
pub fn read(csv: &str, columns: &[&str], needed: usize) -> Result<Vec<Row>> {
    let wrong = |message: String| Err(Problem::new("csv", ProblemCode::Invalid, message).into());
    // Spreadsheets put a byte order mark before the first cell.
    let csv = csv.trim_start_matches('\u{feff}');
    let named = || columns[..needed].join(",");
    for delimiter in DELIMITERS {
        let mut builder = csv::ReaderBuilder::new();
        let mut reader = builder.delimiter(*delimiter).trim(csv::Trim::All).flexible(true).from_reader(csv.as_bytes());
        let Ok(header) = reader.headers().cloned() else { continue };
        let place = |name: &&str| header.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        let places: Vec<_> = columns.iter().map(place).collect();
        if places[..needed].contains(&None) {
            continue;
        }
        let mut rows = Vec::new();
        for (index, record) in reader.records().enumerate() {
            if index == MAX_ROWS {
                let message = format!("Import at most {MAX_ROWS} rows at once. Split the file.");
                return Err(Problem::new("csv", ProblemCode::TooLong, message).into());
            }
            let record = match record {
                Ok(record) => record,
                Err(error) => return wrong(error.to_string()),
            };
            let cell = |place: &Option<usize>| place.and_then(|place| record.get(place)).unwrap_or_default().to_owned();
            let line = record.position().map_or(index + 2, |position| line(csv, position));
            rows.push(Row { line, cells: places.iter().map(cell).collect() });
        }
        return Ok(rows);
    }
    wrong(format!("The first line names the columns: {}", named()))
}

/// The line on which a record begins, from 1. The reader tells where it began to look for one: at the
/// end of the line before, or at an empty line.
fn line(csv: &str, looked_from: &csv::Position) -> usize {
    let [byte, line] =
        [looked_from.byte(), looked_from.line()].map(|number| usize::try_from(number).unwrap_or_default());
    let rest = csv.as_bytes().get(byte..).unwrap_or_default();
    line + rest.iter().take_while(|byte| b"\r\n".contains(byte)).filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(csv: &str) -> Vec<(usize, String, String)> {
        let rows = read(csv, &["name", "email"], 1).unwrap();
        rows.iter().map(|row| (row.line, row.cell(0).to_owned(), row.cell(1).to_owned())).collect()
    }

    #[test]
    fn a_spreadsheet_may_write_it_as_it_does() {
        let expected = [(2, "A, B".to_owned(), "a@b.example".to_owned()), (4, "C".to_owned(), String::new())];
        for csv in [
            "name,email\n\"A, B\",a@b.example\n\nC,\n",
            "\u{feff}Email;NAME;other\r\na@b.example;A, B;x\r\n\r\n;C;\r\n",
            "name\temail\nA, B\ta@b.example\n\nC",
        ] {
            assert_eq!(cells(csv), expected, "{csv:?}");
        }
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        for csv in ["", "\n", "email\na@b.example", "A,a@b.example\n"] {
            assert!(read(csv, &["name", "email"], 1).is_err(), "{csv:?}");
        }
        assert_eq!(read("name\n", &["name"], 1).unwrap().len(), 0);
        let many = format!("name\n{}", "x\n".repeat(MAX_ROWS));
        assert_eq!(read(&many, &["name"], 1).unwrap().len(), MAX_ROWS);
        assert!(read(&format!("{many}x\n"), &["name"], 1).is_err());
    }
}
