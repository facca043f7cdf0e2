import FoundationEssentials

private let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
private let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

extension Date {
    /// `2026-11-21T03:30:00Z`, as IAM and STS write times.
    package var iso8601: String {
        let time = CivilTime(self)
        let text = DigitText()
        text.append(time.year, 4).append("-").append(time.month, 2).append("-").append(time.day, 2)
        text.append("T").append(time.hour, 2).append(":").append(time.minute, 2)
        text.append(":").append(time.second, 2).append("Z")
        return text.string
    }

    /// `2026-11-21T03:30:00.000Z`, as S3 writes times in XML.
    package var iso8601Milliseconds: String {
        var text = iso8601
        text.removeLast()
        let digits = DigitText()
        digits.append(".").append(CivilTime(self).millisecond, 3).append("Z")
        return text + digits.string
    }

    /// `20261121T033000Z`, the time of a Signature Version 4.
    package var iso8601Basic: String {
        let time = CivilTime(self)
        let text = DigitText()
        text.append(time.year, 4).append(time.month, 2).append(time.day, 2)
        text.append("T").append(time.hour, 2).append(time.minute, 2).append(time.second, 2).append("Z")
        return text.string
    }

    /// `Sat, 21 Nov 2026 03:30:00 GMT`, RFC 9110's IMF-fixdate.
    package var httpDate: String {
        let time = CivilTime(self)
        let text = DigitText()
        text.append(weekdayNames[time.weekday]).append(", ").append(time.day, 2).append(" ")
        text.append(monthNames[time.month - 1]).append(" ").append(time.year, 4).append(" ")
        text.append(time.hour, 2).append(":").append(time.minute, 2).append(":").append(time.second, 2)
        text.append(" GMT")
        return text.string
    }

    /// `2026-11-21T03:30:00Z`, with an optional fraction and `Z` or `±hh:mm`; also a bare day.
    package init?(iso8601 text: String) {
        var fields = FieldReader(text)
        guard let year = fields.digits(4), fields.skip("-"), let month = fields.digits(2),
            fields.skip("-"), let day = fields.digits(2)
        else { return nil }
        if fields.isAtEnd {
            guard let time = CivilTime(year: year, month: month, day: day) else { return nil }
            self = time.date
            return
        }
        guard fields.skip("T") || fields.skip(" "), let hour = fields.digits(2), fields.skip(":"),
            let minute = fields.digits(2), fields.skip(":"), let second = fields.digits(2)
        else { return nil }
        let millisecond = fields.skip(".") ? fields.fractionMilliseconds() : 0
        guard let millisecond, let offset = fields.zoneOffsetSeconds(), fields.isAtEnd,
            let time = CivilTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                millisecond: millisecond)
        else { return nil }
        self = time.date.addingTimeInterval(-Double(offset))
    }

    /// `20261121T033000Z`.
    package init?(iso8601Basic text: String) {
        var fields = FieldReader(text)
        guard let year = fields.digits(4), let month = fields.digits(2), let day = fields.digits(2),
            fields.skip("T"), let hour = fields.digits(2), let minute = fields.digits(2),
            let second = fields.digits(2), fields.skip("Z"), fields.isAtEnd,
            let time = CivilTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self = time.date
    }

    /// RFC 9110's IMF-fixdate; the two obsolete shapes are not read, nor does S3 send them.
    package init?(httpDate text: String) {
        var fields = FieldReader(text)
        guard weekdayNames.contains(where: { fields.skip($0) }), fields.skip(", "),
            let day = fields.digits(2), fields.skip(" "),
            let month = monthNames.firstIndex(where: { fields.skip($0) }), fields.skip(" "),
            let year = fields.digits(4), fields.skip(" "), let hour = fields.digits(2), fields.skip(":"),
            let minute = fields.digits(2), fields.skip(":"), let second = fields.digits(2),
            fields.skip(" GMT") || fields.skip(" +0000") || fields.skip(" UTC"), fields.isAtEnd,
            let time = CivilTime(
                year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self = time.date
    }
}

/// Collects the text of one time; a class so that calls can be chained.
private final class DigitText {
    private var bytes: [UInt8] = []
    var string: String { String(decoding: bytes, as: UTF8.self) }

    @discardableResult
    func append(_ number: Int, _ width: Int) -> DigitText {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
        return self
    }

    @discardableResult
    func append(_ text: String) -> DigitText {
        bytes.append(contentsOf: text.utf8)
        return self
    }
}
