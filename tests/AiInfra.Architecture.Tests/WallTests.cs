namespace AiInfra.Architecture.Tests;

/// <summary>Which way the arrows point: between packages, and between the rooms of one.</summary>
public sealed class WallTests
{
    private const string Core = "AiInfra.Core", Metrics = "AiInfra.Metrics", Onnx = "AiInfra.Onnx";
    private const string Data = "AiInfra.Data", Training = "AiInfra.Training", Evaluation = "AiInfra.Evaluation", Serving = "AiInfra.Serving", Observability = "AiInfra.Observability";

    // The floors of docs/architecture.md; a package that is new is placed here and drawn there.
    private static readonly string[][] s_floors =
    [
        [Core, Onnx],
        [Metrics, "AiInfra.Sqlite", "AiInfra.MLflow"],
        [Data, Training, "AiInfra.Images", "AiInfra.Trees", Evaluation, Serving, Observability],
        ["AiInfra", "AiInfra.AspNetCore", "AiInfra.Testing"],
    ];

    // On one floor, who may know whom.
    private static readonly (string From, string To)[] s_siblings = [(Training, Data), ("AiInfra.Images", Training), ("AiInfra.Trees", Data), ("AiInfra.Trees", Training)];

    public static TheoryData<string> Packages => [.. House.Built.Packages.Keys];

    [Fact]
    public void Packages_AllUnderSrc_HaveAFloor() =>
        Assert.Equal(House.Built.Packages.Keys.Order(StringComparer.Ordinal), s_floors.SelectMany(f => f).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Packages))]
    public void References_OfAPackage_PointDown(string package)
    {
        int floor = Floor(package);
        string[] wrong = [.. House.Built.Packages[package].References.Where(r => Floor(r) >= floor && !s_siblings.Contains((package, r)))];
        Assert.True(wrong.Length == 0, $"{package} references {string.Join(", ", wrong)}, which stands beside or above it. What siblings share is a small type in {Core}.");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Usings_OfAPackage_AreOfPackagesBelow(string package)
    {
        House house = House.Built;
        string[] wrong = [.. house.Packages[package].Files.SelectMany(f => f.Usings.Select(u => (f.Path, Using: u, Owner: Owner(u))))
            .Where(u => u.Owner is not null && u.Owner != package && Floor(u.Owner) >= Floor(package) && !s_siblings.Contains((package, u.Owner)))
            .Select(u => $"{u.Path} uses {u.Using}")];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Rooms_OfAPackage_HaveNoKnots(string package)
    {
        if (House.OneRoom.Contains(package))
        {
            return;
        }

        string[] knots = [.. House.Built.Packages[package].Knots()];
        Assert.True(knots.Length == 0, $"Rooms of {package} use each other in a circle; move what both need to the lower one:{Environment.NewLine}{string.Join(Environment.NewLine, knots)}");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Namespaces_OfAPackage_AreItsFolders(string package)
    {
        // Builder extensions stand in the namespace of what they extend, as in the framework.
        string[] wrong = [.. House.Built.Packages[package].Files
            .Where(f => f.Namespace.Length > 0 && f.Namespace != f.Expected && !f.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal) && !f.Namespace.StartsWith("System", StringComparison.Ordinal))
            .Where(f => !IsBuilderExtension(f) && !IsOfAllPackages(f))
            .Select(f => $"{f.Path} is in {f.Namespace}, not in {f.Expected}")];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    // The bases of all packages' exceptions lie in Core and belong to none of its rooms.
    private static bool IsOfAllPackages(SourceFile file) => file is { Package: Core, Room: House.RootRoom, Namespace: "AiInfra" };

    private static bool IsBuilderExtension(SourceFile file) => file.Path.EndsWith("Extensions.cs", StringComparison.Ordinal);

    private static int Floor(string package) => Array.FindIndex(s_floors, f => f.Contains(package));

    // The namespace "AiInfra" itself holds what all packages know, and lies in Core.
    private static string? Owner(string name) => name == "AiInfra" ? Core : House.Built.Packages.Keys.Where(p => name == p || name.StartsWith(p + ".", StringComparison.Ordinal)).MaxBy(p => p.Length);
}
