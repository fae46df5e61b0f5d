//! HTTP as bytes on a connection: for what no client would send.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{CHROME, TestApp};

/// A connection to the server.
pub(crate) struct Wire {
    stream: TcpStream,
}

impl Wire {
    pub(crate) async fn to(app: &TestApp) -> Self {
        let address = app.url.strip_prefix("http://").unwrap();
        Self { stream: TcpStream::connect(address).await.unwrap() }
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// The same, for who may be cut off.
    pub(crate) async fn try_send(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Reads so many bytes.
    pub(crate) async fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.stream.read_exact(&mut bytes).await.unwrap();
        bytes
    }

    /// Reads until an empty line: the head of an answer.
    pub(crate) async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.stream.read_u8().await.unwrap());
        }
        String::from_utf8(head).unwrap()
    }

    /// Reads until the server closes the connection.
    pub(crate) async fn rest(mut self) -> String {
        let mut rest = Vec::new();
        self.stream.read_to_end(&mut rest).await.unwrap();
        String::from_utf8(rest).unwrap()
    }
}

/// The head of a request by a person's browser, whose connection ends with the answer. The
/// target is sent as it is.
pub(crate) fn navigation(target: &[u8]) -> Vec<u8> {
    let headers = format!(
        " HTTP/1.1\r\nHost: go.example\r\nConnection: close\r\nUser-Agent: {CHROME}\r\nSec-Fetch-Site: cross-site\r\n\
         Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n"
    );
    [b"GET ", target, headers.as_bytes()].concat()
}

/// A header of an answer's head.
pub(crate) fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().skip(1).find_map(|line| {
        let (other, value) = line.split_once(':')?;
        other.eq_ignore_ascii_case(name).then_some(value.trim())
    })
}
