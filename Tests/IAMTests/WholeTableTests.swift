import IAM
import IAMModel
import STSModel
import ServiceKit
import Testing
import Wire

@Suite struct WholeTableTests {
    /// The manifest says what is served; the tables of contents must have exactly that.
    @Test func everyOperationOfTheManifestIsServed() throws {
        let house = try House()
        #expect(
            Set(house.iam.operations.map(\.model.name))
                == Set(IAMOperations.all.filter(\.isServed).map(\.name)))
        #expect(
            Set(house.sts.operations.map(\.model.name))
                == Set(STSOperations.all.filter(\.isServed).map(\.name)))
    }
}
