import ArgumentParser

/// What sign-in is measured against, and the users it is measured with. `make bench` runs it.
@main
struct SignInBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(subcommands: [LimitsCommand.self, SeedCommand.self])
}
