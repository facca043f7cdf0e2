/// What the configuration says of functions.
package struct LambdaSettings: Sendable {
    package enum Sandbox: String, Sendable { case bubblewrap, none }
    package enum Network: String, Sendable {
        /// This server alone can be reached.
        case isolated
        /// The machine's network, its loopback included.
        case host
    }

    package var sandbox = Sandbox.bubblewrap
    package var network = Network.isolated
    /// Interpreters by the runtime's name, or by what it begins with: `python3.12`, `python`.
    package var runtimes: [String: String] = [:]
    /// The folder with a folder for each kind of runtime: what its client and the SDK consist of.
    package var packages: String?
    /// Copies of functions that run at once, of all together.
    package var mostCopies = 64
    /// Copies without work are ended after so long.
    package var idleSeconds = 300
    /// The server's own executable, which begins in each sandbox.
    package var executable = "/proc/self/exe"
    /// Retries of events wait one minute and then two, as on AWS; tests wait less.
    package var retrySeconds = 60

    package init() {}
}
