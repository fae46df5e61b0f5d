//! The real program, and a Redis of the test's own, started and ended as an operator or a fault
//! would do it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use introw::config::{SETTINGS, Values};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::harness::scratch;

/// Not a promise of the program: when to stop waiting for it and show what it said.
const DEADLINE: Duration = Duration::from_secs(60);

/// A program that runs beside the test. It is killed when the test lets go of it.
pub struct Process {
    child: Child,
    lines: UnboundedReceiver<String>,
    /// What it has said so far.
    said: Vec<String>,
}

impl Process {
    /// Starts it and listens to what it says on the stream that `command` pipes.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::null()).spawn().unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let stream: Box<dyn Read + Send> = match (child.stdout.take(), child.stderr.take()) {
            (Some(stream), _) => Box::new(stream),
            (None, Some(stream)) => Box::new(stream),
            (None, None) => panic!("neither stream is piped"),
        };
        let (sender, lines) = unbounded_channel();
        // Ends with the program: then the stream ends.
        std::thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, lines, said: Vec::new() }
    }

    /// Waits for a line that means something; `None`: it ended without one.
    pub async fn until<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        loop {
            let line = tokio::time::timeout(DEADLINE, self.lines.recv()).await;
            let line = line.unwrap_or_else(|_| panic!("still waiting; it said:\n{}", self.said.join("\n")))?;
            let found = read(&line);
            self.said.push(line);
            if found.is_some() {
                return found;
            }
        }
    }

    /// `kill -9`, and gives everything that it has said.
    async fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.until(|_| None::<()>).await;
        std::mem::take(&mut self.said)
    }

    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails when it has ended, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `introw serve`, on a port that it chose.
pub struct Introw {
    process: Process,
    pub url: String,
}

impl Introw {
    /// Starts the program with these settings in its environment, and waits until it is ready.
    pub async fn serve(settings: &Values) -> Self {
        // For whoever calls it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut settings = settings.clone();
        settings.set("listen", "127.0.0.1:0");
        settings.set("log_format", "json");
        let variables = SETTINGS.iter().filter_map(|setting| {
            let (value, _) = settings.get(setting.key)?;
            (!value.is_empty()).then_some((setting.variable, value))
        });
        let mut command = Command::new(env!("CARGO_BIN_EXE_introw"));
        command.arg("serve").env_clear().envs(variables).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = Process::start(&mut command);
        let ready = |line: &str| {
            let entry: Value = serde_json::from_str(line).ok()?;
            let fields = entry.get("fields").filter(|fields| fields["message"] == "ready")?;
            Some(fields["url"].as_str()?.trim_end_matches('/').to_owned())
        };
        let url = process.until(ready).await;
        let url = url.unwrap_or_else(|| panic!("it did not start:\n{}", process.said.join("\n")));
        Self { process, url }
    }

    /// The same on a database without an organisation, with the link that it prints to set one up.
    pub async fn serve_new(settings: &Values) -> (Self, String) {
        let mut introw = Self::serve(settings).await;
        let link = |line: &str| {
            let entry: Value = serde_json::from_str(line).ok()?;
            let url = entry["fields"]["url"].as_str().filter(|url| url.contains("/set-up/"))?;
            Some(url.to_owned())
        };
        let url = introw.process.until(link).await;
        let url = url.unwrap_or_else(|| panic!("it printed no link:\n{}", introw.process.said.join("\n")));
        (introw, url)
    }

    /// `kill -9`, and gives what it has said. Fails when it had logged an error or panicked before.
    pub async fn kill(self) -> Vec<String> {
        let said = self.process.kill().await;
        let errors: Vec<_> =
            said.iter().filter(|line| line.contains(r#""level":"ERROR""#) || line.contains("panicked")).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        said
    }
}

/// A Redis that nobody else uses, which keeps nothing on the disk.
pub struct Redis {
    process: Process,
    port: u16,
}

impl Redis {
    /// On a port below those that the kernel gives to whoever connects to something: such a port
    /// could be taken while this Redis is away, even by a connection that tries to reach it.
    pub async fn start() -> Self {
        for _ in 0..20 {
            if let Some(redis) = Self::start_on(rand::random_range(20_000..32_000)).await {
                return redis;
            }
        }
        panic!("no port for a Redis");
    }

    /// `None`: somebody has that port.
    async fn start_on(port: u16) -> Option<Self> {
        let program = std::env::var("INTROW_TEST_REDIS_SERVER").unwrap_or_else(|_| "redis-server".to_owned());
        let mut command = Command::new(program);
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        command.arg("--dir").arg(scratch()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = Process::start(&mut command);
        process.until(|line| line.contains("Ready to accept connections").then_some(())).await?;
        Some(Self { process, port })
    }

    pub fn url(&self) -> String {
        url(self.port)
    }

    /// `kill -9`. Gives its port, to start another one there.
    pub async fn kill(self) -> Gone {
        let port = self.port;
        self.process.kill().await;
        Gone { port }
    }

    /// It stays connected and answers nobody, until [`Redis::resume`].
    pub fn pause(&self) {
        self.process.signal("STOP");
    }

    pub fn resume(&self) {
        self.process.signal("CONT");
    }
}

/// Where a Redis was.
pub struct Gone {
    port: u16,
}

impl Gone {
    pub fn url(&self) -> String {
        url(self.port)
    }

    /// An empty Redis where the other one was.
    pub async fn start_again(self) -> Redis {
        Redis::start_on(self.port).await.expect("the port is still free")
    }
}

fn url(port: u16) -> String {
    format!("redis://127.0.0.1:{port}/0")
}
