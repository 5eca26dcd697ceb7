using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AiInfra.Core.Pipelines;
using AiInfra.Data.Ingestion;
using AiInfra.Evaluation;
using AiInfra.Learning;
using AiInfra.Observability.Telemetry;
using AiInfra.Serving.Telemetry;
using AiInfra.Tests.Readmes;
using AiInfra.Training.Loop;

namespace AiInfra.Tests.Telemetry;

/// <summary>docs/telemetry.md tells of every instrument and every attribute there is, and of none besides.</summary>
public sealed partial class TelemetryPageTests
{
    private static readonly string[] s_kinds = ["histogram", "counter", "up-down counter", "gauge"];

    [Fact]
    public void Page_Instruments_AreThoseThatAreRegistered()
    {
        string[] page = [.. Rows().Select(r => $"{r.Name} {r.Kind}, {r.Unit}").Order(StringComparer.Ordinal)];
        Assert.Equal([.. Registered().Select(i => $"{i.Name} {Kind(i)}, {i.Unit}").Order(StringComparer.Ordinal)], page);
    }

    [Fact]
    public void Page_Attributes_AreThoseOfTheSource()
    {
        HashSet<string> instruments = [.. Registered().Select(i => i.Name)];
        string[] source = [.. Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "Telemetry" || Path.GetFileName(f).EndsWith("Telemetry.cs", StringComparison.Ordinal))
            .SelectMany(f => Literal().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(n => !instruments.Contains(n)).Distinct().Order(StringComparer.Ordinal)];
        string[] page = [.. Rows().SelectMany(r => r.Attributes).Distinct().Order(StringComparer.Ordinal)];

        Assert.NotEmpty(source);
        Assert.Equal(source, page);
    }

    [Fact]
    public void Names_NoneBeginsAnInstrument()
    {
        string[] instruments = [.. Registered().Select(i => i.Name)];
        IEnumerable<string> names = instruments.Concat(Rows().SelectMany(r => r.Attributes)).Distinct();

        Assert.DoesNotContain(names, n => instruments.Any(i => i.StartsWith(n + ".", StringComparison.Ordinal)));
        Assert.Empty(instruments.Intersect(Rows().SelectMany(r => r.Attributes)));
    }

    private static List<Instrument> Registered()
    {
        var found = new Dictionary<string, Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (i, _) =>
            {
                lock (found)
                {
                    if (i.Meter.Name.StartsWith("AiInfra", StringComparison.Ordinal) && i.Name.StartsWith("aiinfra.", StringComparison.Ordinal))
                    {
                        found[i.Name] = i;
                    }
                }
            },
        };
        listener.Start();
        using var serving = new ServingTelemetry();
        using var monitoring = new MonitorMetrics();
        foreach (Type type in new[] { typeof(Pipeline), typeof(IngestionPipeline), typeof(Trainer), typeof(Evaluator), typeof(LearningLoop) }
            .SelectMany(t => t.Assembly.GetTypes().Where(x => (x.Namespace?.EndsWith(".Telemetry", StringComparison.Ordinal) == true || x.Name.EndsWith("Telemetry", StringComparison.Ordinal)) && x is { IsAbstract: true, IsSealed: true })))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        lock (found)
        {
            return [.. found.Values];
        }
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => s_kinds[0],
        "Counter" => s_kinds[1],
        "UpDownCounter" or "ObservableUpDownCounter" => s_kinds[2],
        "Gauge" => s_kinds[3],
        string other => other,
    };

    private static IEnumerable<(string Name, string Kind, string Unit, string[] Attributes)> Rows() =>
        File.ReadLines(Path.Combine(Root(), "docs", "telemetry.md")).Select(l => Row().Match(l)).Where(m => m.Success)
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value, Attribute().Matches(m.Groups[4].Value).Select(a => a.Groups[1].Value).ToArray()));

    private static string Root()
    {
        Assert.SkipWhen(Repository.Root is null, "The test does not run inside the repository.");
        return Repository.Root!;
    }

    [GeneratedRegex(@"^\| `(aiinfra\.[\w.]+)` \| ([\w -]+), ([^ ]+) \|[^|]*\|([^|]*)\|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`((?:aiinfra|error)\.[\w.]+)`")]
    private static partial Regex Attribute();

    [GeneratedRegex("\"((?:aiinfra|error)\\.[a-z_.]+)\"")]
    private static partial Regex Literal();
}
