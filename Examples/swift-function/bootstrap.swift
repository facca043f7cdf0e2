// A Lambda function in Swift without any package: the program of a provided runtime. It speaks the Runtime API over a
// socket, one event after the other.
//
//     swiftc -O -static-stdlib bootstrap.swift -o bootstrap && zip function.zip bootstrap
//
import Glibc

/// One request of the Runtime API, with its answer's head and body.
struct RuntimeConnection {
    private let descriptor: Int32

    init(to address: String) {
        let parts = address.split(separator: ":")
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = UInt16(parts[1])!.bigEndian
        inet_pton(AF_INET, String(parts[0]), &place.sin_addr)
        let connected = withUnsafePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { exit(1) }
    }

    func ask(_ method: String, _ path: String, _ body: String = "") -> (head: String, body: String) {
        let text = "\(method) /2018-06-01/runtime/\(path) HTTP/1.1\r\nHost: runtime\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { exit(1) }
            rest = rest.dropFirst(count)
        }
        var received: [UInt8] = []
        while true {
            if let answer = Self.answer(received) { return answer }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { exit(1) }
            received += buffer[..<count]
        }
    }

    /// Nil while the answer is not there as a whole.
    private static func answer(_ bytes: [UInt8]) -> (head: String, body: String)? {
        let end = Array("\r\n\r\n".utf8)
        guard let start = bytes.firstRange(of: end) else { return nil }
        let head = String(decoding: bytes[..<start.lowerBound], as: UTF8.self)
        let body = bytes[start.upperBound...]
        guard body.count >= Int(header("content-length", in: head) ?? "0")! else { return nil }
        return (head, String(decoding: body, as: UTF8.self))
    }

    static func header(_ name: String, in head: String) -> String? {
        for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix(name + ":") {
            return String(line.dropFirst(name.count + 1).drop { $0 == " " })
        }
        return nil
    }
}

/// Written at once: what waits in a buffer is not in the log when the answer is out.
func log(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(1, bytes, bytes.count)
}

let runtime = RuntimeConnection(to: String(cString: getenv("AWS_LAMBDA_RUNTIME_API")))
while true {
    let event = runtime.ask("GET", "invocation/next")
    let id = RuntimeConnection.header("lambda-runtime-aws-request-id", in: event.head)!
    log("event \(event.body)")
    _ = runtime.ask("POST", "invocation/\(id)/response", #"{"message":"Hello from Swift","event":\#(event.body)}"#)
}
