using System.Reflection;
using System.Text.RegularExpressions;
using AiInfra.Support;

namespace AiInfra.Metrics.Tests.Docs;

/// <summary>The pages docs/metrics tell of every metric there is, and of what its signature is called.</summary>
public sealed partial class MetricPagesTests
{
    // All but the families: what decisions rest on, and what metrics are made of.
    private static readonly string[] s_others = ["AiInfra.Metrics", "AiInfra.Metrics.Statistics", "AiInfra.Metrics.Numerics", "AiInfra.Metrics.Curves"];

    public static TheoryData<string> Pages { get; } = [.. Checkout.Find() is { } root ? Directory.GetFiles(Path.Combine(root, "docs", "metrics"), "*.md").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToArray() : []];

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
        string text = File.ReadAllText(Path.Combine(Folder(), page));
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

    private static string Text() => string.Concat(Directory.EnumerateFiles(Folder(), "*.md").Select(File.ReadAllText));

    private static string Folder() => Checkout.Require("docs/metrics");

    [GeneratedRegex(@"\|version:1|\|series:")]
    private static partial Regex Version();
}
