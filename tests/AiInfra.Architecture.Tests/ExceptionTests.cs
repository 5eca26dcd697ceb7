using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>The public exceptions of all packages are built alike, and docs/errors.md lists them.</summary>
public sealed partial class ExceptionTests
{
    private const string Root = "AiInfraException", Page = "docs/errors.md";

    // AiInfra.Onnx stands alone, without AiInfra.Core.
    private static readonly DeclaredType[] s_exceptions = [.. DeclaredType.Public.Where(t => t.Name.EndsWith("Exception", StringComparison.Ordinal) && t.File.Package != "AiInfra.Onnx")];

    [Fact]
    public void Exceptions_AllPublic_DeriveFromOneBase()
    {
        Dictionary<string, string?> bases = s_exceptions.ToDictionary(e => e.Name, e => e.Base, StringComparer.Ordinal);
        string[] wrong = [.. s_exceptions.Where(e => e.Name != Root && !Derives(e.Name)).Select(e => $"{e.Where} derives from {e.Base}")];
        Assert.True(bases.Count > 30 && wrong.Length == 0, $"An exception of a package derives from {Root}, or from one that does:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");

        bool Derives(string name)
        {
            HashSet<string> seen = [];
            string? at = name;
            while (at is not null && at != Root && seen.Add(at))
            {
                at = bases.GetValueOrDefault(at);
            }

            return at == Root;
        }
    }

    [Fact]
    public void Exceptions_ThatOthersMayThrow_TakeACause()
    {
        // A constructor of the class's own, or parameters behind its name.
        string[] wrong = [.. s_exceptions.Where(e => (e.Parameters.Length > 0 || PublicConstructor(e.Name).IsMatch(e.Text)) && !Cause().IsMatch(e.Text)).Select(e => e.Where)];
        Assert.True(wrong.Length == 0, $"These have no parameter 'Exception? inner':{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
    }

    [Fact]
    public void Exceptions_AllPublic_SayWhenTheyCome()
    {
        string page = File.ReadAllText(Repository.Path(Page));
        string[] listed = [.. Row().Matches(page).Select(m => $"{m.Groups[2].Value}/{m.Groups[1].Value}").Order(StringComparer.Ordinal)];
        string[] there = [.. s_exceptions.Select(e => $"{e.File.Package}/{e.Name}").Order(StringComparer.Ordinal)];
        Assert.True(there.SequenceEqual(listed), $"{Page}: missing {string.Join(", ", there.Except(listed))}; not there (any more) {string.Join(", ", listed.Except(there))}.");
        Assert.All(s_exceptions, e => Assert.True(e.Summary.Length > 30, $"{e.Where}: its summary says when it comes."));
    }

    private static Regex PublicConstructor(string name) => new($@"public {name}\(");

    [GeneratedRegex(@"\bException\?? inner\b")]
    private static partial Regex Cause();

    [GeneratedRegex(@"^\| `(\w+Exception)` \| ([\w.]+) \| [^|]{4,} \| [^|]{4,} \|\s*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
