// swift-tools-version: 6.2
import PackageDescription

// A package of its own: what is fuzzed is built once more with libFuzzer's counters, and nothing of
// that may reach the real build. Sources are links to those of the project; scripts/fuzz runs it.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
    .unsafeFlags(["-sanitize=fuzzer", "-parse-as-library"]),
]
let linking: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer"])]

let package = Package(
    name: "keng-fuzz",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        .target(
            name: "SMPP",
            dependencies: [.product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: settings),
        .target(name: "FuzzEntry"),
        .executableTarget(
            name: "DecoderFuzz",
            dependencies: [
                "FuzzEntry", "SMPP", .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings,
            linkerSettings: linking),
        .target(
            name: "CICU",
            linkerSettings: [
                .linkedLibrary("icui18n"), .linkedLibrary("icuuc"), .linkedLibrary("icudata"),
            ]),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),
        .target(name: "KengDomain", swiftSettings: settings),
        .target(
            name: "KengText", dependencies: ["CICU", "CPhoneNumber", "KengDomain"],
            swiftSettings: settings),
        .systemLibrary(name: "CExpat", pkgConfig: "expat"),
        .target(
            name: "KengGateways",
            dependencies: [
                "CExpat", "KengDomain", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "HooksFuzz", dependencies: ["FuzzEntry", "KengDomain", "KengGateways"],
            swiftSettings: settings, linkerSettings: linking),
        .executableTarget(
            name: "CutterFuzz", dependencies: ["FuzzEntry", "KengText"], swiftSettings: settings,
            linkerSettings: linking),
    ],
    cxxLanguageStandard: .cxx17
)
