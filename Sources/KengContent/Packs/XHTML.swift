import CCMark

/// Text as XHTML.
package enum XHTML {
    /// Escapes a text for element content and for attributes in double quotes.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            default:
                // XML 1.0 knows no control characters, not even escaped.
                if scalar.value >= 0x20 { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }

    /// CommonMark as well-formed XHTML; raw HTML and unsafe links are left out by cmark's safe mode.
    package static func render(markdown: String) -> String {
        var markdown = markdown
        return markdown.withUTF8 { bytes in
            let rendered = unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe cmark_markdown_to_html(
                    characters.baseAddress, characters.count,
                    CMARK_OPT_SAFE | CMARK_OPT_VALIDATE_UTF8)
            }
            guard let rendered = unsafe rendered else { return "" }
            defer { unsafe cmark_get_default_mem_allocator().pointee.free(rendered) }
            return unsafe String(cString: rendered)
        }
    }
}
