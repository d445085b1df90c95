//! Running other programs: one place that decides where their output goes and how a failure reads.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// A program to be run in `dir`, with nothing on its standard input.
pub fn command(program: impl AsRef<OsStr>, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(dir).stdin(Stdio::null());
    command
}

/// Runs it with all its output on standard error, because standard output belongs to the verb; fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command.stdout(std::io::stderr()))?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs it and says how it ended.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    command.status().with_context(|| format!("could not start {}", name(command)))
}

/// Runs it and returns what it printed, without the last line break.
pub fn output(command: &mut Command) -> Result<String> {
    let out =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("could not start {}", name(command)))?;
    if !out.status.success() {
        bail!("{} ended with {}", name(command), out.status);
    }
    Ok(String::from_utf8(out.stdout)?.trim_end().to_owned())
}

/// Runs it, shows every line of its standard output as it comes, and returns the lines too.
pub fn tee(command: &mut Command) -> Result<(ExitStatus, Vec<String>)> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start {}", name(command)))?;
    let mut lines = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            writeln!(std::io::stdout(), "{line}")?;
            lines.push(line);
        }
    }
    Ok((child.wait()?, lines))
}

/// Now, to tell people how long something took; nothing is decided by it.
#[expect(clippy::disallowed_methods, reason = "the rule keeps clocks out of the core; commands have one")]
pub fn now() -> Instant {
    Instant::now()
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.take(4).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
