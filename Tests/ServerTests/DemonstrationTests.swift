import Logging
import Server
import Synchronization
import Testing

@Suite("What a demonstration made, through resets")
struct DemonstrationTests {
    @Test func aResetWhileItIsMadeLeavesTheLastOne() async {
        let demonstration = Demonstration()
        let made = Mutex(0)
        let (begun, begin) = AsyncStream<Void>.makeStream()
        demonstration.become { isWanted in
            let number = made.withLock { made in
                made += 1
                return made
            }
            begin.yield()
            if number == 1 { while isWanted() { await Task.yield() } }
            var places = DemoPlaces()
            places.region = "\(number)"
            return places
        }
        let logger = Logger(label: "demonstration") { _ in SwiftLogNoOpLogHandler() }
        let first = Task { await demonstration.make(logger) }
        for await _ in begun { break }
        #expect(!demonstration.isSettled)
        demonstration.forget()
        await demonstration.make(logger)
        await first.value
        #expect(demonstration.isSettled)
        #expect(demonstration.places?.region == "2")
    }

    @Test func withoutOneNothingIsWaitedFor() async {
        let demonstration = Demonstration()
        await demonstration.make(Logger(label: "demonstration") { _ in SwiftLogNoOpLogHandler() })
        #expect(demonstration.isSettled)
        #expect(demonstration.places == nil)
    }
}
