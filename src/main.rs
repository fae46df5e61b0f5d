//! The program; everything it does is in the library.

use std::process::ExitCode;

/// Makes durable redirects a sixth faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    introw::cli::main()
}
