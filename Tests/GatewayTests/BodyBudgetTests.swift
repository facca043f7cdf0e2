import Gateway
import Storage
import Testing

@Suite("What bodies without a signature may hold together")
struct BodyBudgetTests {
    @Test func beyondTheBoundIsRefusedAndEndedRequestsGiveBack() throws {
        let budget = BodyBudget(limit: 100)
        let first = budget.share()
        try first.take(60)
        var second: BodyBudget.Share? = budget.share()
        try second?.take(40)
        #expect(throws: StorageError.self) { try budget.share().take(1) }
        second = nil
        try first.take(40)
        #expect(throws: StorageError.self) { try budget.share().take(1) }
    }
}
