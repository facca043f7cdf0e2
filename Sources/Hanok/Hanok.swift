import ArgumentParser
import Server

@main
enum Hanok {
    static func main() async {
        await HanokCommand.main()
    }
}
