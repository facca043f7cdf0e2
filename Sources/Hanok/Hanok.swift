import ArgumentParser
import Sandbox
import Server

@main
enum Hanok {
    static func main() async {
        // What begins in a function's sandbox is this same executable.
        if CommandLine.arguments.dropFirst().first == SandboxInit.argument { SandboxInit.run() }
        await HanokCommand.main()
    }
}
