use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Waits for the end of its input, which comes when the program that started the script ends in whatever way. Then kills the
/// server, and removes the server's folder as soon as possible.
const SCRIPT: &str = r#"
read -r _
kill -s KILL -- "-$1"
for _ in 1 2 3 4 5; do sleep 0.2; rm -rf -- "$2" && break; done
rmdir -- "$3"
"#;

/// Ends a server whose guard was not dropped, because the program that held the guard was killed or aborted.
#[derive(Debug)]
pub(crate) struct Watch(Child);

impl Watch {
    pub(crate) fn over(server: u32, folder: &Path) -> io::Result<Self> {
        let parent = folder.parent().unwrap_or(folder);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "watch", &server.to_string()]).arg(folder).arg(parent);
        // The script is not in the group of the tests, because that group may be killed as a whole.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(Self)
    }
}

impl Drop for Watch {
    /// Ends the script before its input ends.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
