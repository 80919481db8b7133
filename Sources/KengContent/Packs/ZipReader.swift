/// Reads an archive that may come from anywhere; what could do harm is refused before anything is unpacked.
package enum ZipReader {
    package static let mostEntries = 2000
    package static let mostBytes = 100 << 20
    package static let highestRatio = 100

    package enum Problem: Error, Hashable {
        case notAnArchive
        case truncated
        case tooMany(Int)
        case tooLarge(Int)
        case ratio(String)
        case name(String)
        case repeated(String)
        /// A link, a folder or a device.
        case notAFile(String)
        case method(String, Int)
        case encrypted(String)
        /// The two headers of a file say different things.
        case disagreement(String)
        case checksum(String)
        case damaged(String)
    }

    private struct Header {
        let name: String
        let method: Int
        let flags: Int
        let checksum: UInt32
        let compressed: Int
        let size: Int
        let offset: Int
        let attributes: UInt32
    }

    package static func entries(of archive: [UInt8]) throws(Problem) -> [ZipEntry] {
        let headers = try directory(of: archive)
        var total = 0
        var seen: Set<String> = []
        for header in headers {
            guard ZipName.isSafe(header.name) else { throw .name(header.name) }
            guard seen.insert(header.name).inserted else { throw .repeated(header.name) }
            let kind = header.attributes >> 28
            guard kind == 0 || kind == 0o10, header.attributes & 0x10 == 0
            else { throw .notAFile(header.name) }
            guard header.flags & 0x2041 == 0 else { throw .encrypted(header.name) }
            guard header.method == 0 || header.method == 8
            else { throw .method(header.name, header.method) }
            guard header.size <= max(header.compressed, 1) * highestRatio
            else { throw .ratio(header.name) }
            total += header.size
            guard total <= mostBytes else { throw .tooLarge(total) }
        }
        var entries: [ZipEntry] = []
        for header in headers { entries.append(try entry(header, in: archive)) }
        return entries
    }

    private static func directory(of archive: [UInt8]) throws(Problem) -> [Header] {
        guard archive.count >= 22 else { throw .notAnArchive }
        // The end record is the last thing, save a comment of at most 65,535 bytes.
        let lowest = max(0, archive.count - 22 - 0xFFFF)
        let end = stride(from: archive.count - 22, through: lowest, by: -1).first {
            archive.u32($0) == 0x0605_4B50 && $0 + 22 + archive.u16($0 + 20) == archive.count
        }
        guard let end else { throw .notAnArchive }
        let count = archive.u16(end + 10)
        guard count <= mostEntries else { throw .tooMany(count) }
        var at = Int(archive.u32(end + 16))
        var headers: [Header] = []
        for _ in 0..<count {
            guard at + 46 <= end, archive.u32(at) == 0x0201_4B50 else { throw .truncated }
            let nameLength = archive.u16(at + 28)
            let next = at + 46 + nameLength + archive.u16(at + 30) + archive.u16(at + 32)
            guard next <= end else { throw .truncated }
            headers.append(
                Header(
                    name: String(
                        decoding: archive[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self),
                    method: archive.u16(at + 10), flags: archive.u16(at + 8),
                    checksum: archive.u32(at + 16), compressed: Int(archive.u32(at + 20)),
                    size: Int(archive.u32(at + 24)), offset: Int(archive.u32(at + 42)),
                    attributes: archive.u32(at + 38)))
            at = next
        }
        return headers
    }

    private static func entry(_ header: Header, in archive: [UInt8]) throws(Problem) -> ZipEntry {
        let at = header.offset
        guard at + 30 <= archive.count, archive.u32(at) == 0x0403_4B50 else { throw .truncated }
        let nameLength = archive.u16(at + 26)
        let start = at + 30 + nameLength + archive.u16(at + 28)
        guard start + header.compressed <= archive.count else { throw .truncated }
        guard archive[(at + 30)..<(at + 30 + nameLength)].elementsEqual(header.name.utf8),
            archive.u16(at + 8) == header.method
        else { throw .disagreement(header.name) }
        let data = Array(archive[start..<(start + header.compressed)])
        let bytes: [UInt8]
        if header.method == 0 {
            guard header.compressed == header.size else { throw .disagreement(header.name) }
            bytes = data
        } else {
            do {
                bytes = try Zlib.inflate(data, size: header.size)
            } catch {
                throw .damaged(header.name)
            }
        }
        guard Zlib.checksum(bytes) == header.checksum else { throw .checksum(header.name) }
        return ZipEntry(header.name, bytes, isStored: header.method == 0)
    }
}

extension [UInt8] {
    fileprivate func u16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }

    fileprivate func u32(_ at: Int) -> UInt32 { UInt32(u16(at)) | UInt32(u16(at + 2)) << 16 }
}
