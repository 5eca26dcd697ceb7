using System.Reflection;
using System.Text.RegularExpressions;

namespace AiInfra.Metrics.Tests.Docs;

/// <summary>The pages docs/metrics tell of every metric there is, and of what its signature is called.</summary>
public sealed partial class MetricPagesTests
{
    // All but the families: what decisions rest on, and what metrics are made of.
    private static readonly string[] s_others = ["AiInfra.Metrics", "AiInfra.Metrics.Statistics", "AiInfra.Metrics.Numerics", "AiInfra.Metrics.Curves"];

    public static TheoryData<string> Pages { get; } = [.. Folder() is { } folder ? Directory.GetFiles(folder, "*.md").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToArray() : []];

    [Fact]
    public void Pages_EveryMetric_IsNamed()
    {
        string pages = Text();
        string[] missing = [.. Metrics().Select(t => t.Name).Where(name => !Regex.IsMatch(pages, $@"\b{name}\b"))];
        Assert.Empty(missing);
    }

    [Fact]
    public void Pages_EveryMetric_HasItsSignature()
    {
        string pages = Text();
        string[] names = [.. Metrics().Select(NameInSignature).OfType<string>().Distinct()];
        Assert.InRange(names.Length, 60, 200);
        Assert.DoesNotContain(names, name => !Regex.IsMatch(pages, $@"(?<!\w){Regex.Escape(name)}(?!\w)"));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Pages))]
    public void Page_OfAFamily_SaysWhatPeersDoAndShowsASignature(string page)
    {
        string text = File.ReadAllText(Path.Combine(Folder()!, page));
        Assert.Matches("(?i)(peers|others) do differently", text);
        Assert.Matches(Version(), text);
    }

    private static IEnumerable<Type> Metrics() => typeof(ScoredMetric).Assembly.GetExportedTypes().Where(t =>
        !s_others.Contains(t.Namespace)
        && (!t.IsAbstract || t.IsSealed)
        && (typeof(ScoredMetric).IsAssignableFrom(t) || t.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(m => m.ReturnType == typeof(Score))));

    /// <summary>The first word of the signature, of metrics that are made without an argument.</summary>
    private static string? NameInSignature(Type metric)
    {
        PropertyInfo? signature = metric.GetProperty("Signature", typeof(string));
        ConstructorInfo? plain = metric.GetConstructors().FirstOrDefault(c => c.GetParameters().All(p => p.HasDefaultValue));
        object? made = signature is null ? null : plain?.Invoke([.. plain.GetParameters().Select(p => p.DefaultValue is null && p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : p.DefaultValue)]);
        return made is null ? null : ((string)signature!.GetValue(made)!).Split('|')[0];
    }

    private static string Text()
    {
        Assert.SkipWhen(Folder() is null, "The test does not run inside the repository.");
        return string.Concat(Directory.EnumerateFiles(Folder()!, "*.md").Select(File.ReadAllText));
    }

    private static string? Folder()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AiInfra.sln")))
        {
            at = at.Parent;
        }

        return at is null ? null : Path.Combine(at.FullName, "docs", "metrics");
    }

    [GeneratedRegex(@"\|version:1|\|series:")]
    private static partial Regex Version();
}
