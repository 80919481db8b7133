/// One file of an archive.
package struct ZipEntry: Hashable, Sendable {
    package let name: String
    package let bytes: [UInt8]
    /// Not deflated: the EPUB media type, and what is compressed already.
    package let isStored: Bool

    package init(_ name: String, _ bytes: [UInt8], isStored: Bool = false) {
        self.name = name
        self.bytes = bytes
        self.isStored = isStored
    }

    package init(_ name: String, _ text: String, isStored: Bool = false) {
        self.init(name, Array(text.utf8), isStored: isStored)
    }
}

/// Writes an archive whose bytes depend on its files alone: no times, no owners, no extra fields.
package enum ZipWriter {
    package enum Problem: Error, Hashable {
        case tooMany(Int)
        case tooLarge(String)
        /// Not ASCII, absolute, or leading out of the archive.
        case name(String)
        case repeated(String)
        case compression(String)
    }

    /// 1980-01-01 00:00:00, the first moment that ZIP can say.
    private static let day: UInt16 = 0x0021
    private static let version: UInt16 = 20
    /// Written on Unix, version 2.0 of the format.
    private static let maker: UInt16 = 0x0314
    /// A plain file, mode 0644.
    private static let attributes: UInt32 = 0o100644 << 16

    /// The archive: `first` where it is given, then the others by name.
    package static func archive(
        first: ZipEntry? = nil, _ entries: [ZipEntry]
    ) throws(Problem) -> [UInt8] {
        let ordered =
            (first.map { [$0] } ?? [])
            + entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        guard ordered.count < 0xFFFF else { throw .tooMany(ordered.count) }
        var seen: Set<String> = []
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for entry in ordered {
            guard ZipName.isSafe(entry.name) else { throw .name(entry.name) }
            guard seen.insert(entry.name).inserted else { throw .repeated(entry.name) }
            guard entry.bytes.count < 0xFFFF_FFFF else { throw .tooLarge(entry.name) }
            let data: [UInt8]
            do {
                data = entry.isStored ? entry.bytes : try Zlib.deflate(entry.bytes)
            } catch {
                throw .compression(entry.name)
            }
            let offset = archive.count
            guard offset + data.count + entry.name.utf8.count + 30 < 0xFFFF_FFFF
            else { throw .tooLarge(entry.name) }
            let shared = header(entry, data)
            archive.append(0x0403_4B50 as UInt32)
            archive += shared
            archive += Array(entry.name.utf8) + data
            directory.append(0x0201_4B50 as UInt32)
            directory.append(maker)
            directory += shared
            // Comment length, disk, internal attributes.
            for _ in 0..<3 { directory.append(0 as UInt16) }
            directory.append(attributes)
            directory.append(UInt32(offset))
            directory += Array(entry.name.utf8)
        }
        let start = archive.count
        guard start + directory.count < 0xFFFF_FFFF else { throw .tooLarge("") }
        archive += directory
        archive.append(0x0605_4B50 as UInt32)
        archive.append(0 as UInt32)
        archive.append(UInt16(ordered.count))
        archive.append(UInt16(ordered.count))
        archive.append(UInt32(directory.count))
        archive.append(UInt32(start))
        archive.append(0 as UInt16)
        return archive
    }

    /// What the local and the central header have alike, from "version needed" to the extra length.
    private static func header(_ entry: ZipEntry, _ data: [UInt8]) -> [UInt8] {
        var header: [UInt8] = []
        header.append(version)
        header.append(0 as UInt16)
        header.append((entry.isStored ? 0 : 8) as UInt16)
        header.append(0 as UInt16)
        header.append(day)
        header.append(Zlib.checksum(entry.bytes))
        header.append(UInt32(data.count))
        header.append(UInt32(entry.bytes.count))
        header.append(UInt16(entry.name.utf8.count))
        header.append(0 as UInt16)
        return header
    }
}

/// Which names a file of an archive may have.
enum ZipName {
    static func isSafe(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count < 256, !name.hasPrefix("/"),
            name.utf8.allSatisfy({ (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }

    fileprivate mutating func append(_ value: UInt32) {
        append(UInt16(truncatingIfNeeded: value))
        append(UInt16(truncatingIfNeeded: value >> 16))
    }
}
