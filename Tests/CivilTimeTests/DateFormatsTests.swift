import CivilTime
import FoundationEssentials
import Testing

@Suite("Times as AWS writes them")
struct DateFormatsTests {
    private let moment = Date(timeIntervalSince1970: 1_440_938_160.25)

    @Test func eachShapeIsWritten() {
        #expect(moment.iso8601 == "2015-08-30T12:36:00Z")
        #expect(moment.iso8601Milliseconds == "2015-08-30T12:36:00.250Z")
        #expect(moment.iso8601Basic == "20150830T123600Z")
        #expect(moment.httpDate == "Sun, 30 Aug 2015 12:36:00 GMT")
    }

    @Test(arguments: [
        "2015-08-30T12:36:00.25Z", "2015-08-30T12:36:00.250Z", "2015-08-30T14:36:00.250+02:00",
        "2015-08-30T07:06:00.250999-05:30",
    ])
    func iso8601IsRead(_ text: String) {
        #expect(Date(iso8601: text) == moment)
    }

    @Test func theOtherShapesAreRead() {
        let whole = Date(timeIntervalSince1970: 1_440_938_160)
        #expect(Date(iso8601Basic: "20150830T123600Z") == whole)
        #expect(Date(httpDate: "Sun, 30 Aug 2015 12:36:00 GMT") == whole)
        #expect(Date(iso8601: "2015-08-30") == Date(timeIntervalSince1970: 1_440_892_800))
    }

    @Test(arguments: [
        "", "2015", "2015-02-29T00:00:00Z", "2015-13-01T00:00:00Z", "2015-08-30T24:00:00Z",
        "2015-08-30T12:36:00", "2015-08-30T12:36:00Zx", "2015-08-30T12:36:00.Z",
    ])
    func nonsenseIsNotRead(_ text: String) {
        #expect(Date(iso8601: text) == nil)
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for day in stride(from: -200_000, through: 200_000, by: 1) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            #expect(CivilTime(date).date == date)
        }
    }
}
